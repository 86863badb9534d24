// What is measured beside the application: Express with the middleware and the TwiML builder of Twilio's own library.
// It stores nothing. PORT and TWILIO_AUTH_TOKEN configure it.
const express = require('express')
const twilio = require('twilio')

const port = Number(process.env.PORT)
const url = `http://127.0.0.1:${port}`
const signed = twilio.webhook(process.env.TWILIO_AUTH_TOKEN, { protocol: 'http', host: `127.0.0.1:${port}` })
const form = express.urlencoded({ extended: false })

express()
  .post('/voice/incoming', form, signed, (req, res) => {
    const twiml = new twilio.twiml.VoiceResponse()
    twiml.say('Please leave a message after the tone.')
    twiml.record({
      maxLength: 180,
      action: `${url}/voice/voicemail-end`,
      method: 'POST',
      recordingStatusCallback: `${url}/voice/recording?from=${encodeURIComponent(req.body.From)}`,
    })
    twiml.say('Thank you. Goodbye.')
    res.type('text/xml').send(twiml.toString())
  })
  .post('/voice/status', form, signed, (req, res) => res.status(204).end())
  .listen(port, '127.0.0.1')
