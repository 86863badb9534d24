// Reads requests, a line of JSON each: {secret, url, parameters}, where a value may be an array; prints the signature of each,
// as SignalWire's own library makes it; its package exports the check alone.
const readline = require('node:readline')
const { getExpectedTwilioSignature, validateRequest } = require('./node_modules/@signalwire/compatibility-api/lib/webhooks/webhooks')

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { secret, url, parameters } = JSON.parse(line)
  const signature = getExpectedTwilioSignature(secret, url, parameters)
  console.log(validateRequest(secret, signature, url, parameters) ? signature : 'not valid')
})
