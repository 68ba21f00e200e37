// Security keys: hands the hub's question to the key, and the key's answer to the hub. What to say stands in the page, in the reader's language.
for (const box of document.querySelectorAll('[data-hub-key]')) {
  const button = box.querySelector('button');
  const said = box.querySelector('[data-hub-key-said]');
  const say = text => { said.textContent = text; said.hidden = !text; };
  const post = (path, body) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body ?? {}) });
  const isNew = box.dataset.hubKey === 'new';

  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    button.disabled = true;
    say(box.dataset.unsupported);
    continue;
  }

  button.addEventListener('click', async () => {
    const typed = document.getElementById(box.dataset.field)?.value.trim();
    if (isNew && !typed) {
      say(box.dataset.nameless);
      document.getElementById(box.dataset.field).focus();
      return;
    }

    button.disabled = true;
    say(box.dataset.waiting);
    try {
      const asked = await post(box.dataset.question);
      if (!asked.ok) throw await asked.json();
      const { options, state } = await asked.json();
      const credential = isNew
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      const answer = { credential: JSON.stringify(credential.toJSON()), state };
      const heard = await post(box.dataset.answer, isNew ? { ...answer, name: typed } : { ...answer, email: typed, returnUrl: box.dataset.returnUrl });
      if (!heard.ok) throw await heard.json();
      location.assign(isNew ? box.dataset.next : (await heard.json()).next);
    } catch (trouble) {
      if (trouble.code === 'auth.fresh_sign_in_required') location.assign(box.dataset.again);
      say(trouble.name === 'NotAllowedError' || trouble.name === 'AbortError' ? box.dataset.cancelled : trouble.name === 'InvalidStateError' ? box.dataset.known : box.dataset.refused);
      button.disabled = false;
    }
  });
}
