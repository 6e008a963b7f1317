// One thing that is wrong in a store, as check finds it and says it.

export type Fault = {
  /** A warning is something that may well be so. */
  level: 'error' | 'warning'
  /** A kind of document, or 'log'. */
  kind: string
  partition: string
  /** '' for a log. */
  id: string
  field: string
  /** Goes on from the name: "is broken", "names revision 3, which is not there". Never content. */
  what: string
}

export const faultText = ({ level, kind, partition, id, field, what }: Fault): string =>
  `${level}: ${[kind, id].filter((word) => word !== '').join(' ')} in ${partition}, ${field}: ${what.replace(/\.$/, '')}.`
