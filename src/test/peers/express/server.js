// A voice application that owes nothing to this project: Express, and Twilio's own library for signatures and TwiML.
// PORT 0 means any free one; the port is printed.
const express = require('express')
const twilio = require('twilio')

const app = express()
const server = app.listen(process.env.PORT || 0, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`)
})

// 403 unless the signature is right for this address
const signed = (req, res, next) => twilio.webhook(process.env.TWILIO_AUTH_TOKEN, {
  protocol: 'http', host: `127.0.0.1:${server.address().port}`,
})(req, res, next)
const say = (res, build) => {
  const twiml = new twilio.twiml.VoiceResponse()
  build(twiml)
  res.type('text/xml').send(twiml.toString())
}

app.use(express.urlencoded({ extended: false }))
app.use('/voice', signed)

app.post('/voice/incoming', (req, res) => say(res, (twiml) => {
  twiml.gather({ numDigits: 1, action: 'menu' }).say('Press 1 for the office, 2 for a message.')
  twiml.redirect('incoming')
}))
app.post('/voice/menu', (req, res) => say(res, (twiml) => {
  if (req.body.Digits === '1') {
    twiml.dial({ action: '/voice/dialled', timeout: 15 })
      .number({ statusCallback: '/voice/status', statusCallbackEvent: 'ringing answered completed' }, '+15550009999')
  } else {
    twiml.say('Please speak after the tone.')
    twiml.record({ action: 'goodbye?from=menu', recordingStatusCallback: '/voice/recording#rc=2&rp=5xx' })
  }
}))
app.post('/voice/dialled', (req, res) => say(res, (twiml) => {
  twiml.say(`The office says ${req.body.DialCallStatus}.`)
}))
app.post('/voice/goodbye', (req, res) => say(res, (twiml) => {
  twiml.say(`You spoke for ${req.body.RecordingDuration} seconds.`)
}))
app.post(['/voice/status', '/voice/recording'], (req, res) => {
  console.log(`${req.path} ${req.body.CallStatus || req.body.RecordingStatus}`)
  res.status(204).end()
})
