import AWS from "aws-sdk";

import { answerCalls, credentials, endpoint } from "./calls.mjs";

// AWS told users of this SDK to add "/console" to the endpoint.
const client = new AWS.Chime({
  credentials,
  endpoint: `${endpoint}/console`,
  maxRetries: 0,
  region: "us-east-1",
});

await answerCalls(
  (operation, parameters) =>
    client[operation[0].toLowerCase() + operation.slice(1)](parameters).promise(),
  (error) => ({ name: error.code, message: error.message }),
);
