// Skeletons in the shape of the page that is coming, so that nothing jumps when it is there.
import { makeStyles, mergeClasses, Skeleton, SkeletonItem, Subtitle1, tokens } from '@fluentui/react-components'

const WIDE = '@media (min-width: 761px)'
const WIDEST = '@media (min-width: 1100px)'
/** As the plan's frame has it: at most 1184 px of content, and margins that grow beyond. */
const margin = (least: string) => `max(${least}, calc((100% - 1184px) / 2))`
const MARGINS = {
  paddingInline: tokens.spacingHorizontalL,
  [WIDE]: { paddingInline: margin('32px') },
  [WIDEST]: { paddingInline: margin('48px') },
} as const

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalL, alignContent: 'start' },
  page: {
    maxWidth: '1280px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXXL} 48px`,
    '@media (max-width: 700px)': { padding: tokens.spacingVerticalL },
  },
  panel: { padding: tokens.spacingVerticalM, gap: tokens.spacingVerticalXL },
  // The plan's frame: header and bar where they will be, and as high.
  stage: { minHeight: '100%', display: 'flex', flexDirection: 'column', gap: 0 },
  header: {
    boxSizing: 'border-box',
    minHeight: '56px',
    display: 'flex',
    alignItems: 'center',
    paddingBlock: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground3,
    ...MARGINS,
  },
  document: {
    boxSizing: 'border-box',
    flexGrow: 1,
    display: 'grid',
    alignContent: 'start',
    rowGap: tokens.spacingVerticalXXL,
    paddingBlock: `${tokens.spacingVerticalS} ${tokens.spacingVerticalXXXL}`,
    ...MARGINS,
  },
  bar: {
    boxSizing: 'border-box',
    minHeight: '64px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  group: { display: 'grid', rowGap: tokens.spacingVerticalS },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    [WIDE]: { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
  },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  label: { width: '96px' },
  narrow: { width: '40%' },
  half: { width: '65%' },
  sentence: { maxWidth: '720px' },
})

export function Loading({ kind }: { kind: 'page' | 'panel' | 'stage' }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label="Loading" className={mergeClasses(styles.root, styles[kind])}>
      {kind === 'stage' ? <Stage /> : kind === 'page' ? <Page /> : <Panel />}
    </Skeleton>
  )
}

function Stage() {
  const styles = useStyles()
  return (
    <>
      <div className={styles.header}>
        <Subtitle1>Growth plan</Subtitle1>
      </div>
      <div className={styles.document}>
        <div className={styles.group}>
          <SkeletonItem size={16} className={styles.label} />
          <SkeletonItem size={28} className={styles.sentence} />
          <SkeletonItem size={28} className={mergeClasses(styles.sentence, styles.half)} />
        </div>
        <div className={styles.group}>
          <SkeletonItem size={16} className={styles.label} />
          <SkeletonItem size={20} className={styles.half} />
        </div>
        <div className={styles.group}>
          <SkeletonItem size={16} className={styles.label} />
          <Cards />
        </div>
      </div>
      <div className={styles.bar} />
    </>
  )
}

function Page() {
  const styles = useStyles()
  return (
    <>
      <SkeletonItem size={32} className={styles.narrow} />
      <SkeletonItem size={96} />
      <SkeletonItem size={24} className={styles.half} />
      <Cards />
    </>
  )
}

function Cards() {
  const styles = useStyles()
  return (
    <div className={styles.cards}>
      {[1, 2, 3].map((card) => (
        <div key={card} className={styles.card}>
          <SkeletonItem size={20} className={styles.half} />
          <SkeletonItem size={16} />
          <SkeletonItem size={16} className={styles.narrow} />
          <SkeletonItem size={16} />
          <SkeletonItem size={16} className={styles.half} />
        </div>
      ))}
    </div>
  )
}

function Panel() {
  const styles = useStyles()
  return (
    <>
      <SkeletonItem size={24} className={styles.narrow} />
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <SkeletonItem key={row} size={20} className={row % 2 ? styles.half : undefined} />
      ))}
    </>
  )
}
