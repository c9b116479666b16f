import type { BrowserContext, Route } from 'playwright-core';

const FIELDS = 'https://b.js.stripe.com/fields.html';

const CHALLENGE = 'https://b.js.stripe.com/challenge.html';

/** What the pages use of Stripe.js. As there, the fields are in a frame of another origin, which alone sees the card. */
const SCRIPT = `
const challenge = (id) => new Promise((resolve) => {
  const frame = document.createElement('iframe');
  frame.title = 'Your bank';
  frame.src = ${JSON.stringify(CHALLENGE)} + '#' + id;
  frame.style = 'position:fixed;inset:20% 10% auto;width:80%;height:200px;z-index:9999;background:white';
  addEventListener('message', function answered({ origin, data }) {
    if (origin !== new URL(frame.src).origin || data.intent !== id) return;
    removeEventListener('message', answered);
    frame.remove();
    resolve(data.isAgreed ? { paymentIntent: { id } } : { error: { message: 'We are unable to authenticate your payment method.' } });
  });
  document.body.append(frame);
});
window.Stripe = (key) => ({
  handleNextAction: ({ clientSecret }) => challenge(clientSecret.split('_secret_')[0]),
  elements({ clientSecret }) {
    const frame = document.createElement('iframe');
    frame.title = 'Secure payment input frame';
    frame.src = ${JSON.stringify(FIELDS)};
    return { frame, clientSecret, create: () => ({ mount: (place) => place.append(frame) }) };
  },
  confirmSetup({ elements: { frame, clientSecret } }) {
    const { port1, port2 } = new MessageChannel();
    frame.contentWindow.postMessage({ key, clientSecret }, new URL(frame.src).origin, [port2]);
    return new Promise((resolve) => (port1.onmessage = ({ data }) =>
      resolve(data.setupIntent?.status === 'requires_action' ? challenge(data.setupIntent.id) : data)));
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

/** What a bank asks, in a frame of another origin too. */
const BANK = `<!doctype html><p>The bank asks the holder of this card to confirm.</p>
<button value="complete">Complete authentication</button><button value="fail">Fail authentication</button><script>
const intent = location.hash.slice(1);
for (const button of document.querySelectorAll('button'))
  button.onclick = async () => {
    const body = new URLSearchParams({ outcome: button.value });
    await fetch('https://hooks.stripe.com/authenticate/' + intent, { method: 'POST', body });
    parent.postMessage({ intent, isAgreed: button.value === 'complete' }, '*');
  };
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
  await context.route(`${CHALLENGE}*`, (route) => route.fulfill({ contentType: 'text/html', body: BANK }));
  const passOn = async (route: Route): Promise<void> => {
    const request = route.request();
    const answer = await fetch(stripeUrl + new URL(request.url()).pathname, {
      method: request.method(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://b.js.stripe.com' },
      body: request.postData(),
    });
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    await route.fulfill({ status: answer.status, headers, body: await answer.text() });
  };
  for (const server of ['https://api.stripe.com/**', 'https://hooks.stripe.com/**'])
    await context.route(server, passOn);
}
