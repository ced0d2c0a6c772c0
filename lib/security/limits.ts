const MINUTE = 60;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Limit {
  /** How many in how many seconds. The time begins with the first. */
  points: number;
  duration: number;
  /** And how many in a day. */
  daily?: number;
}

/**
 * Every limit of the product. What a stranger can use up is never what the owner of an account lives on: limits of one
 * address or number come in two, for whom the account knows and for whom it does not.
 */
export const limits = {
  /**
   * Journeys and ceremonies begun in one network, each a row of ours; a sign-in gives its row's back. Only there so that
   * nobody fills the table: a visit is no offence, and an office comes all at once.
   */
  "start:network": { points: 3000, duration: 10 * MINUTE },
  /**
   * Wrong proofs that can be guessed (passwords, codes), over all accounts of one network: against one password tried on
   * many accounts. Right ones cost nothing. The setting `networkFailures` says how many.
   */
  "proof:network": { points: 100, duration: 10 * MINUTE },
  /**
   * Proofs of that kind a network may have under way; each is given back with its answer. Failures are counted after the
   * fact, so this is what a guesser gains who sends all of them at once; and more people than this press at no office.
   */
  "guess:network": { points: 300, duration: MINUTE },
  /** Wrong ones of what nobody can guess (passkeys, providers, wallets): it only bounds the work of looking at them. */
  "answer:network": { points: 1000, duration: 10 * MINUTE },

  /**
   * Mails with a code or link that strangers ask for in one network, to whatever address; a right code gives its own back.
   * It is there against mailing many addresses. The setting `networkSends` says how many.
   */
  "send:network": { points: 300, duration: HOUR },
  /** Of them to one address, for each network that asks: one stranger uses up no more than this (EM-07). */
  "send:asker": { points: 5, duration: HOUR, daily: 10 },
  /** To one address, for all strangers together. With `send:known` it is what bounds the bombing of a mailbox. */
  "send:unknown": { points: 15, duration: HOUR, daily: 45 },
  /** To one address of an account, kept for browsers it knows and for whoever has proved something of it. */
  "send:known": { points: 5, duration: HOUR, daily: 15 },
  /**
   * Notices of what happened in an account, to one address. Beside the others, so that filling a mailbox hides no change
   * from its owner; only a session of the account, or its second step, causes them.
   */
  "notice:address": { points: 10, duration: HOUR, daily: 30 },

  /** Locks of one account that its owner is told of in a day, with a link that makes a browser known. */
  "lock:told": { points: 3, duration: DAY },

  /**
   * Text messages cost money, and numbers exist that earn it (SM-03): every cap of theirs is tight. Between two codes to one
   * number.
   */
  "sms:pause": { points: 1, duration: 30 },
  /** To one number for each network of strangers that asks; for all strangers; and kept for whom the account knows. */
  "sms:asker": { points: 2, duration: HOUR, daily: 4 },
  "sms:unknown": { points: 3, duration: HOUR, daily: 10 },
  "sms:known": { points: 2, duration: HOUR, daily: 10 },
  /** To numbers that differ in the last two digits: they are rented by the block. */
  "sms:prefix": { points: 10, duration: HOUR },
  /** To all numbers of one person. */
  "sms:user": { points: 10, duration: HOUR },
  /** Codes that strangers ask for in one network (the setting `networkTexts` says how many), and whom the account knows. */
  "sms:network": { points: 10, duration: HOUR },
  "sms:known:network": { points: 100, duration: HOUR },
  /** To one country and in all, whoever asks; the settings say how many (`sms.perCountryDaily`, `sms.perDay`). */
  "sms:country": { points: 500, duration: DAY },
  "sms:all": { points: 1000, duration: DAY },
  /** How often a ceiling that is reached is written down. */
  "sms:ceiling-told": { points: 1, duration: DAY },

  /** Wrong second factors after a right first one that are no reason yet to tell the owner, and how often they are told. */
  "second-factor:wrong": { points: 2, duration: HOUR },
  "second-factor:told": { points: 1, duration: HOUR },
  /** Changes one person makes in profile or admin. */
  "change:user": { points: 120, duration: 10 * MINUTE },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
