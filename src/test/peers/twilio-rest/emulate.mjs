// Twilio as the package "emulate" has it: port, account, token and phone numbers are its arguments
import { createEmulator } from "emulate";

const [port, sid, auth_token, ...numbers] = process.argv.slice(2);
const phone_numbers = numbers.map((phone_number) => ({ phone_number, friendly_name: phone_number }));
await createEmulator({ service: "twilio", port: Number(port), seed: { twilio: { account: { sid, auth_token }, phone_numbers } } });
