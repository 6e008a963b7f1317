// The question bank: open questions for a point that has no material yet; every quarter it is the turn of others.

const BANK = {
  promises: [
    'What did you try since we last spoke about your growth, and what came of it?',
    'Which step of the last months taught you most?',
    'What did we mean to do and did not, and what got in the way?',
  ],
  standing: [
    'Which part of your work do you do with ease today that was hard a year ago?',
    'Which expectation of your role is least clear to you?',
    'Where would you like a second opinion on how you are doing?',
  ],
  feedback: [
    'Whose opinion of your work would help you most, and what would you ask them?',
    'What do people come to you for?',
    'What did somebody say to you lately that stayed with you?',
  ],
  direction: [
    'What would you like to be known for in two years?',
    'Which work makes you forget the time?',
    'What would you do more of if you could choose?',
  ],
  growth: [
    'Which experience would stretch you without breaking you?',
    'From whom here could you learn by working side by side?',
    'What could you try in real work within two weeks?',
  ],
  agree: [
    'Does the plan hold one to three focus areas, each with a first step?',
    'What could get in the way, and what will you do then?',
    'What will your manager do, and by when?',
  ],
} as const

/** Two questions of the bank for this kind; `quarter` is a key such as 2026-Q4, and its number turns the bank. */
export function questionsOf(kind: keyof typeof BANK, quarter: string): string[] {
  const bank = BANK[kind]
  const turn = (Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(-1))) % bank.length
  return [bank[turn], bank[(turn + 1) % bank.length]].filter((question) => question !== undefined)
}
