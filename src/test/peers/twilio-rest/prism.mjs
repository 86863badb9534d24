// Prism, which refuses what Twilio's own OpenAPI file does not allow: port and name of the file are its arguments
import { spawn } from "node:child_process";

const [port, name] = process.argv.slice(2);
const file = `node_modules/@twilio/cli-core/src/services/twilio-api/${name}.json`;
const prism = spawn(process.execPath, ["node_modules/@stoplight/prism-cli/dist/index.js", "mock", "-h", "127.0.0.1", "-p", port, file], { stdio: "inherit" });
process.on("SIGTERM", () => prism.kill());
prism.on("exit", (status) => process.exit(status ?? 1));
