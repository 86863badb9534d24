// Reads requests, a line of JSON each: {secret, algorithm, url, parameters}; prints the signature of each, as Twilio's own
// library makes it.
const readline = require('node:readline')
const { getExpectedTwilioSignature, validateRequest } = require('twilio/lib/webhooks/webhooks')

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { secret, algorithm, url, parameters } = JSON.parse(line)
  const signature = getExpectedTwilioSignature(secret, url, parameters, algorithm)
  console.log(validateRequest(secret, signature, url, parameters, algorithm) ? signature : 'not valid')
})
