import './share.css';
import { startSpeaking } from '../words/speech';
import { silenceMinutes } from './page-config';
import type { ShareMap } from './share-map';
import { look, type SharedJob } from './shared-job';
import { stateWords, timesWords } from './state-words';
import { isolated, words } from '../words/words';
import { now } from '../words/now';

/** Who follows looks now and then; nobody is helped by more. */
const EVERY_MS = 20_000;

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no ${id} on the page`);
  return found;
};

const say = (id: string, words: string): void => {
  // Said again to a screen reader only when it is another sentence.
  if (element(id).textContent !== words) element(id).textContent = words;
};

let map: Promise<ShareMap | null> | null = null;
let isRead = false;

function show(job: SharedJob): void {
  isRead = true;
  const guard = job.guardFirstName;
  document.title = `${isolated(guard)}: Aegis`;
  say('title', words('share.guard', { guard }));
  say('state', stateWords(job, now(), silenceMinutes()));
  say('times', timesWords(job));
  element('times').hidden = false;
  // The words are there first: the map is large, and not everybody's browser can draw it.
  map ??= import('./share-map').then(({ openMap }) => openMap(element('map'))).catch(() => null);
  void map.then((open) => open?.show(job));
}

function showOver(): void {
  say('title', words('share.over'));
  showNothing('share.overWhy');
}

/** Why there is nothing to see; its room is not kept. */
function showNothing(why: 'share.overWhy' | 'share.notRead'): void {
  say('state', words(why));
  for (const id of ['times', 'map']) element(id).hidden = true;
}

async function follow(token: string): Promise<void> {
  const looked = await look(token);
  if (looked.is === 'over') return showOver();
  if (looked.is === 'known') show(looked.job);
  else {
    if (!isRead) showNothing('share.notRead');
    say('note', words('share.offline'));
  }
  if (looked.is === 'known') say('note', words('share.note'));
  const again = (): void => void follow(token);
  setTimeout(again, looked.is === 'later' ? looked.afterMs : EVERY_MS);
}

async function start(token: string): Promise<void> {
  await startSpeaking('share');
  document.title = `${words('share.title')}: Aegis`;
  say('title', words('share.title'));
  say('state', words('share.reading'));
  say('note', words('share.note'));
  if (token === '') showOver();
  else await follow(token);
}

void start(location.hash.slice(1));
