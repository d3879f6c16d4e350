// One line in, {port, milliseconds, text}; one line out, {sent, seconds}.
import { connect } from "node:net";
import { createInterface } from "node:readline";
import nodemailer from "nodemailer";

// By itself nodemailer leaves Nagle's algorithm on, which costs 40 ms a message when the answer waits for the dot: a setting, not its speed.
const getSocket = (options, callback) => {
  const connection = connect({ host: options.host, port: options.port, noDelay: true }, () => callback(null, { connection }));
  connection.once("error", callback);
};

for await (const line of createInterface({ input: process.stdin })) {
  const { port, milliseconds, text } = JSON.parse(line);
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port, pool: true, maxConnections: 16, maxMessages: Infinity, ignoreTLS: true, getSocket });
  const started = performance.now();
  let sent = 0;
  const worker = async () => {
    while (performance.now() - started < milliseconds) {
      await transport.sendMail({ from: "success@example.com", to: "hana@example.jp", subject: "Your first report", text });
      sent++;
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  const seconds = (performance.now() - started) / 1000;
  transport.close();
  console.log(JSON.stringify({ sent, seconds }));
}
