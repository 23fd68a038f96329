// A form that a passkey can be used in: pressing its button asks the passkey first, unless a code was typed. Without this
// script the fields beside it still work.
(() => {
  const { startAuthentication, startRegistration } = window.SimpleWebAuthnBrowser;
  const act = { get: startAuthentication, create: startRegistration };

  for (const place of document.querySelectorAll('input[data-passkey]')) {
    const form = place.form;
    const complaint = form.querySelector('[data-passkey-failed]');
    form.addEventListener('submit', async (event) => {
      const typed = [...form.querySelectorAll('[data-instead]')].some((field) => field.value.trim() !== '');
      if (place.value !== '' || typed) return;
      event.preventDefault();
      const button = event.submitter;
      complaint.hidden = true;
      try {
        const optionsJSON = JSON.parse(place.dataset.options);
        place.value = JSON.stringify(await act[place.dataset.passkey]({ optionsJSON }));
      } catch {
        complaint.hidden = false;
        return;
      }
      form.requestSubmit(button);
    });
  }
})();
