import * as sdk from "@aws-sdk/client-chime-sdk-voice";

import { answerCalls, credentials, endpoint } from "./calls.mjs";

const client = new sdk.ChimeSDKVoiceClient({
  credentials,
  endpoint,
  maxAttempts: 1,
  region: "us-east-1",
});

await answerCalls(
  async (operation, parameters) => {
    const { $metadata, ...output } = await client.send(new sdk[`${operation}Command`](parameters));
    return output;
  },
  // Its class is what programs look at.
  (error) => ({ name: error.constructor.name, message: error.message }),
);
