/** What one of each costs, as `npm run bench -- capacity` measures it. CPU in microseconds. */
export interface Costs {
  /** From its creation to charged and paid out, with all messages that follow from it. */
  bookingServer: number;
  bookingDatabase: number;
  /** Stored, and told to the one who watches. */
  fixServer: number;
  fixDatabase: number;
  streamKilobytes: number;
  /** In the write-ahead log, which one disk takes and every standby. */
  bookingWalBytes: number;
  fixWalBytes: number;
  /** With indexes. */
  bookingBytes: number;
  fixBytes: number;
}

/** How people behave: nobody has measured it but where it is said. Each figure of a market is proportional to one or two of these. */
export const BEHAVIOUR = {
  /** Of all guards, on a day; each has one booking. */
  shareWorking: 0.5,
  shiftHours: 8,
  /** On duty in the busiest hour, to those on duty over the day. */
  dutyPeak: 1.5,
  /** Bookings in the busiest hour, to those of an hour of the day. */
  bookingPeak: 3,
  /**
   * CPU of a booking among people, to one that goes straight from its creation to the money: several are asked, decline or are too late,
   * give back, edit and look. Seen in days of the simulated city (`npm run city -- --costs`).
   */
  bookingDetours: 2.75,
  /** Of a shift; a phone sends every 15 s then, and every 5 min else. */
  shareMoving: 0.1,
  /** Open at once for a guard on duty: theirs, and their customer's. */
  streamsOnDuty: 2,
};

const MOVING_SECONDS = 15;
const STILL_SECONDS = 300;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const KEPT_DAYS = 30;
const MILLION = 1_000_000;
/** Of a core, in the busiest hour: what is left is for what nobody has counted, and for the loss of another one. */
const HIGHEST_LOAD = 0.5;
/** Each of its process, by default. */
const CONNECTIONS = 20;

export interface Demand {
  guards: number;
  /** The next ones in the busiest hour. */
  onDuty: number;
  fixesASecond: number;
  bookingsASecond: number;
  streams: number;
  /** Cores that are used; twice as many are there. */
  serverCores: number;
  databaseCores: number;
  walMegabytesASecond: number;
  streamGigabytes: number;
  /** One a core, each at half of it. */
  processes: number;
  connections: number;
  historyGigabytes: number;
  bookingGigabytesAYear: number;
}

/** What a market of so many guards asks for, when a thousand cost a thousand times what one does. */
export function demandOf(guards: number, costs: Costs, behaviour = BEHAVIOUR): Demand {
  const working = guards * behaviour.shareWorking;
  const onDuty = (working * behaviour.shiftHours * behaviour.dutyPeak) / 24;
  const fixesOfOne = behaviour.shareMoving / MOVING_SECONDS + (1 - behaviour.shareMoving) / STILL_SECONDS;
  const fixesASecond = onDuty * fixesOfOne;
  const bookingsASecond = (working / DAY_SECONDS) * behaviour.bookingPeak;
  const streams = onDuty * behaviour.streamsOnDuty;
  const millionsFor = (fix: number, booking: number): number =>
    (fixesASecond * fix + bookingsASecond * booking) / MILLION;
  const serverCores = millionsFor(costs.fixServer, costs.bookingServer * behaviour.bookingDetours);
  const processes = Math.max(1, Math.ceil(serverCores / HIGHEST_LOAD));
  return {
    guards,
    onDuty,
    fixesASecond,
    bookingsASecond,
    streams,
    serverCores,
    databaseCores: millionsFor(costs.fixDatabase, costs.bookingDatabase * behaviour.bookingDetours),
    walMegabytesASecond: millionsFor(costs.fixWalBytes, costs.bookingWalBytes),
    streamGigabytes: (streams * costs.streamKilobytes) / 2 ** 20,
    processes,
    connections: processes * CONNECTIONS,
    historyGigabytes:
      (working * behaviour.shiftHours * HOUR_SECONDS * fixesOfOne * KEPT_DAYS * costs.fixBytes) / 2 ** 30,
    bookingGigabytesAYear: (working * 365 * costs.bookingBytes) / 2 ** 30,
  };
}
