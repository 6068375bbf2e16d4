// A council's identity provider: the certified npm package `oidc-provider`, in memory. Told by the environment:
// PORT (0: any), ISSUER_HOST, CLIENT (JSON), PEOPLE (a JSON file, read at each login: {login: claims}).
import { readFileSync } from "node:fs";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const people = () => JSON.parse(readFileSync(process.env.PEOPLE, "utf8"));
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };

// The provider's own page: any password is right, and how strong a login is stands with the person.
function ask(request, response) {
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(`<h1>The council</h1><form method="post" action="${request.url}">
    <input name="login" aria-label="Login"><button>Log in</button></form>`);
}

async function logIn(provider, request, response) {
  let body = "";
  for await (const part of request) body += part;
  const accountId = new URLSearchParams(body).get("login");
  const login = { accountId, acr: people()[accountId]?.acr };
  await provider.interactionFinished(request, response, { login });
}

const server = createServer();
server.listen(Number(process.env.PORT || 0), "127.0.0.1", () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [JSON.parse(process.env.CLIENT)],
    jwks: { keys: [key] },
    cookies: { keys: ["only for the tests"] },
    claims: {
      openid: ["sub", "sid", "acr"],
      profile: ["name", "given_name", "family_name", "preferred_username", "groups"],
      email: ["email", "email_verified"],
    },
    // Like a council's: what the house is to know stands in the ID token.
    conformIdTokenClaims: false,
    acrValues: ["one-factor", "two-factors"],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    // It tells nobody on its own machine of a logout, unless it is told to: that is where our house is.
    fetch: (url, { dispatcher: _guard, ...options }) => fetch(url, options),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600 },
    findAccount: (_ctx, id) => {
      const told = people()[id];
      const { acr: _how, ...claims } = told ?? {};
      return told && { accountId: id, claims: () => ({ sub: id, ...claims }) };
    },
    // The council has agreed for its people: nobody is asked.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  for (const fault of ["server_error", "backchannel.error"]) provider.on(fault, (_ctx, error) => console.error(error));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    return request.method === "POST" ? logIn(provider, request, response) : ask(request, response);
  });
  console.log(issuer);
});
