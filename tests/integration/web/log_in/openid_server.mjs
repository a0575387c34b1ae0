// A real OpenID Connect server for the tests. Whoever logs in says in the form what the server shall claim of them.
import http from "node:http";
import { Provider } from "oidc-provider";

const [port, secret, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const said = new Map(); // subject -> claims, as they were said last

const provider = new Provider(issuer, {
  clients: [{
    client_id: "pejling", client_secret: secret, redirect_uris: [back], grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups", "loa"] },
  scopes: ["openid", "email", "profile", "groups"],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["only for tests"] },
  ttl: { Grant: 600, Interaction: 600, Session: 600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => said.get(id) }),
});

async function interaction(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    response.end("<form method=post><input name=account><button>Log in</button></form>");
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  if (form.has("cancel")) {
    const result = { error: "access_denied", error_description: "broken off" };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  const claims = JSON.parse(form.get("account"));
  const accountId = claims.sub;
  said.set(accountId, claims);
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId, remember: false }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const handler = provider.callback();
http.createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return handler(request, response);
  interaction(request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
