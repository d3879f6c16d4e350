// Passkeys: the form asks the server what to ask the device for, the device answers, and the answer goes with the form.

const able = window.isSecureContext && "credentials" in navigator && typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential
  // A number is no name that a key could be bound to.
  && !/^[\d.]+$|^\[/.test(location.hostname);

const ask = async (form: HTMLFormElement, signal: AbortSignal): Promise<Credential | null> => {
  const answer = await fetch(form.dataset["options"] ?? "", { method: "POST", body: new FormData(form), signal });
  if (!answer.ok) return null;
  const options: unknown = await answer.json();
  return form.dataset["passkey"] === "add"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON), signal })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON), signal });
};

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  const button = form.querySelector<HTMLButtonElement>("button");
  const refused = form.querySelector<HTMLElement>("[data-passkey-refused]");
  const field = form.querySelector<HTMLInputElement>('input[name="credential"]');
  if (!able) {
    if (button) button.disabled = true;
    const unable = form.querySelector<HTMLElement>("[data-passkey-unable]");
    if (unable) unable.hidden = false;
    else form.hidden = true;
    continue;
  }

  form.hidden = false;
  let asking: AbortController | undefined;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asking?.abort();
    asking = new AbortController();
    if (refused) refused.hidden = true;
    void ask(form, asking.signal).then((credential) => {
      if (!field || !(credential instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
      field.value = JSON.stringify(credential.toJSON());
      form.submit();
    }).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
      // Somebody who asks again has ended the first asking.
      if (error.name !== "AbortError" && refused) refused.hidden = false;
    });
  });
}
