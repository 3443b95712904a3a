// Reads calls from standard input and writes their outcomes to standard output, a line of
// JSON for each.

import { createInterface } from "node:readline";

export const endpoint = process.argv[2];
export const credentials = { accessKeyId: "test", secretAccessKey: "test" };

export async function answerCalls(perform, describeError) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { operation, parameters } = JSON.parse(line);
    let outcome;
    try {
      outcome = { output: await perform(operation, parameters) };
    } catch (error) {
      outcome = { error: describeError(error) };
    }
    console.log(JSON.stringify(outcome));
  }
}
