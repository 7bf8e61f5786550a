// Sign-in with MSAL, the one place that knows its objects. `cargo xtask seal` puts it before hosted.js. Rust calls
// `seedferry.account`; an answer is a grant `{ token, name, upn, tenant, scopes }` or an error `{ code, detail, text, press }`.
// Nothing is kept in the browser but the user's own settings: MSAL holds the refresh token in memory, and no access token.

const KEPT = "seedferry.sign-in";
// A second factor takes time. MSAL cannot notice a closed window: `cancel` is for that.
const WINDOW_PATIENCE = 600_000;

function accountBridge({ msal: library, msalIntegrity: integrity, cloud }) {
  const redirectUri = new URL("redirect.html", location.href).href;
  let loading, client, place, user, opened;
  let giveUp = () => {};

  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.integrity = integrity;
    script.onload = () => resolve();
    script.onerror = reject;
    script.src = trusted(new URL(library, location.href).href);
    document.head.append(script);
  }).catch(() => {
    loading = undefined;
    return "Microsoft's sign-in library did not load, or is not the one this page was built with. Close this panel and open it again";
  });

  const preset = () => fetch("config.json", { cache: "no-cache" }).then((answer) => answer.ok ? answer.text() : undefined, () => undefined);

  // A browser that keeps nothing for pages throws.
  const remembered = () => {
    try { return localStorage.getItem(KEPT) ?? undefined; } catch { return undefined; }
  };
  const error = (code, text = "") => ({ code, detail: "", text, press: false });
  const failed = (e) => ({
    code: e.errorCode ?? "",
    detail: e.subError ?? "",
    // What MSAL says itself is for developers; what Entra says is for administrators.
    text: e instanceof msal.ServerError || e instanceof msal.InteractionRequiredAuthError ? e.errorMessage : "",
    press: false,
  });
  // MSAL would go on in a frame, which the policy forbids, when Entra takes the refresh token no longer (`invalid_grant`).
  const needsWindow = (e) => e instanceof msal.InteractionRequiredAuthError || e.errorCode === "invalid_grant";
  function grant({ accessToken: token, account, tenantId: tenant, scopes }) {
    if (user && user.homeAccountId !== account.homeAccountId) return error("other_account", account.username);
    user = account;
    return { token, name: account.name || account.username, upn: account.username, tenant, scopes: scopes.join(" ") };
  }
  // The user may give up waiting; what comes later does not count.
  function until(answer) {
    const left = new Promise((resolve) => { giveUp = () => resolve(error("cancelled")); });
    return Promise.race([answer, left]);
  }
  const asked = (scopes, claims) => ({ scopes: scopes.split(" "), claims, account: user, storeInCache: { accessToken: false } });

  async function at(clientId, authority) {
    const wanted = `${clientId} ${authority}`;
    if (wanted === place) return client;
    place = wanted;
    user = undefined;
    client = new msal.PublicClientApplication({
      auth: { clientId, authority, redirectUri },
      cache: { cacheLocation: "memoryStorage" },
      system: { popupBridgeTimeout: WINDOW_PATIENCE },
    });
    client.addEventCallback(({ payload }) => { opened = payload?.popupWindow; }, [msal.EventType.POPUP_OPENED]);
    await client.initialize();
    return client;
  }
  const throughWindow = (of, scopes, claims) => of
    .then((app) => app.acquireTokenPopup({ ...asked(scopes, claims), prompt: user ? undefined : "select_account", overrideInteractionInProgress: true }))
    .then(grant, failed);

  function forget() {
    giveUp();
    client?.clearCache().catch(() => {});
    client = place = user = undefined;
  }

  return Object.freeze({
    isOffered: () => true,
    cloudName: () => cloud,
    async prepare() {
      const [trouble, config] = await Promise.all([load(), preset()]);
      return { offered: true, cloud, redirectUri, trouble, config, kept: remembered() };
    },
    keep(text) {
      try {
        if (text === undefined) localStorage.removeItem(KEPT);
        else localStorage.setItem(KEPT, text);
      } catch { /* A browser that keeps nothing for pages keeps no settings either. */ }
    },
    // To be called inside a press, as the next one.
    signIn: (clientId, authority, scopes) => until(throughWindow(at(clientId, authority), scopes)),
    goOn: (scopes, claims) => user ? until(throughWindow(Promise.resolve(client), scopes, claims)) : Promise.resolve(error("no_account")),
    renew(scopes, claims) {
      if (!user) return Promise.resolve(error("no_account"));
      const cacheLookupPolicy = msal.CacheLookupPolicy.AccessTokenAndRefreshToken;
      return until(client.acquireTokenSilent({ ...asked(scopes, claims), cacheLookupPolicy })
        .then(grant, (e) => ({ ...failed(e), press: needsWindow(e) })));
    },
    cancel() {
      giveUp();
      // Without isolation from its opener the window can be closed from here.
      opened?.close();
      // An answer that still comes must not sign anybody in.
      if (!user) client = place = undefined;
    },
    signOut: forget,
  });
}
