// Signing in at the simulated tenant, as a person does it.

/** The app registration that the tenant knows. */
export const CLIENT = "11112222-3333-4444-5555-666677778888";

/** The name of the account's button. */
export const SIGNED_IN = "Ada Admin, contoso.example";

/** From now on keeps the tokens that the login host gives in `app.tokens`, to be hunted. */
export function keepTokens(app) {
  app.tokens = {};
  app.context.on("response", async (response) => {
    if (!isTokenAnswer(response)) return;
    const body = await response.json().catch(() => ({}));
    for (const kind of ["access_token", "refresh_token"]) if (body[kind]) app.tokens[`${kind} ${Object.keys(app.tokens).length}`] = body[kind];
  });
}

/** Whether this is the login host's answer with tokens. */
export const isTokenAnswer = (response) => new URL(response.url()).pathname.endsWith("/token");

const button = (app, name) => app.page.getByRole("button", { name, exact: true });

/** Opens the panel, and fills in what no host has preset. */
export async function openPanel(app) {
  await button(app, "Sign in…").click();
  await app.screen("sign-in");
  await app.page.getByLabel("Application (client) ID").fill(CLIENT);
}

/** Presses what opens the sign-in window; returns that window. */
export async function pressed(app, press = () => button(app, "Sign in").click()) {
  const [popup] = await Promise.all([app.page.waitForEvent("popup"), press()]);
  return popup;
}

/** Signs in, with the panel and the window. */
export async function signIn(app) {
  await openPanel(app);
  const popup = await pressed(app);
  await popup.getByRole("button", { name: /Continue as Ada Admin/ }).click();
  await button(app, SIGNED_IN).waitFor();
}
