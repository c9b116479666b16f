import type { BrowserContext } from 'playwright-core';

const FIELDS = 'https://b.js.stripe.com/fields.html';

/** What the pages use of Stripe.js. As there, the fields are in a frame of another origin, which alone sees the card. */
const SCRIPT = `
window.Stripe = (key) => ({
  elements({ clientSecret }) {
    const frame = document.createElement('iframe');
    frame.title = 'Secure payment input frame';
    frame.src = ${JSON.stringify(FIELDS)};
    return { frame, clientSecret, create: () => ({ mount: (place) => place.append(frame) }) };
  },
  confirmSetup({ elements: { frame, clientSecret } }) {
    const { port1, port2 } = new MessageChannel();
    frame.contentWindow.postMessage({ key, clientSecret }, new URL(frame.src).origin, [port2]);
    return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  },
});`;

const FRAME = `<!doctype html><label>Card number <input id="number"></label><script>
addEventListener('message', async ({ data: { key, clientSecret }, ports: [port] }) => {
  const body = new URLSearchParams({
    key,
    client_secret: clientSecret,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': document.getElementById('number').value,
    'payment_method_data[card][exp_month]': '4',
    'payment_method_data[card][exp_year]': '40',
  });
  const id = clientSecret.split('_secret_')[0];
  const answer = await fetch('https://api.stripe.com/v1/setup_intents/' + id + '/confirm', { method: 'POST', body });
  const read = await answer.json();
  port.postMessage(answer.ok ? { setupIntent: read } : { error: read.error });
});
</script>`;

/**
 * Answers in a person's browser for Stripe's servers, from their own names: the script and the frame of its form, and the API,
 * whose calls go on to the double. So the policy of our pages is tried as it stands.
 * @param stripeUrl the double's
 */
export async function standInForStripe(context: BrowserContext, stripeUrl: string): Promise<void> {
  await context.route('https://js.stripe.com/**', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: SCRIPT }),
  );
  await context.route(FIELDS, (route) => route.fulfill({ contentType: 'text/html', body: FRAME }));
  await context.route('https://api.stripe.com/**', async (route) => {
    const request = route.request();
    const answer = await fetch(stripeUrl + new URL(request.url()).pathname, {
      method: request.method(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://b.js.stripe.com' },
      body: request.postData(),
    });
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    await route.fulfill({ status: answer.status, headers, body: await answer.text() });
  });
}
