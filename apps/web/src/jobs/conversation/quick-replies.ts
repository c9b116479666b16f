/** What is written most often, for a thumb and no keyboard; by who writes, and whether the shift has begun. Keys of `jobs.reply`. */
export const QUICK_REPLIES = {
  customer: {
    before: ['howLong', 'call', 'thanks'],
    during: ['allRight', 'call', 'thanks'],
  },
  guard: {
    before: ['onMyWay', 'late', 'entrance', 'call'],
    during: ['quiet', 'call', 'somebody', 'thanks'],
  },
} as const;
