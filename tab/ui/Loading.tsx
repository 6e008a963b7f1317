// Skeletons in the shape of the page that is coming, so that nothing jumps when it is there.
import { makeStyles, mergeClasses, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalL, alignContent: 'start' },
  page: {
    maxWidth: '1280px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXXL} 48px`,
    '@media (max-width: 700px)': { padding: tokens.spacingVerticalL },
  },
  panel: { padding: tokens.spacingVerticalM, gap: tokens.spacingVerticalXL },
  stage: {
    maxWidth: '1184px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXXL} 48px`,
    '@media (max-width: 760px)': { padding: tokens.spacingVerticalL },
  },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(3, 1fr)',
    gap: tokens.spacingHorizontalL,
    marginTop: tokens.spacingVerticalXL,
    '@media (max-width: 760px)': { gridTemplateColumns: '1fr' },
  },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  narrow: { width: '40%' },
  half: { width: '65%' },
})

export function Loading({ kind }: { kind: 'page' | 'panel' | 'stage' }) {
  const styles = useStyles()
  return (
    <Skeleton aria-label="Loading" className={mergeClasses(styles.root, styles[kind])}>
      <SkeletonItem size={kind === 'panel' ? 24 : 32} className={styles.narrow} />
      {kind === 'panel' ? (
        [1, 2, 3, 4, 5, 6].map((row) => (
          <SkeletonItem key={row} size={20} className={row % 2 ? styles.half : undefined} />
        ))
      ) : (
        <>
          <SkeletonItem size={kind === 'page' ? 96 : 32} />
          <SkeletonItem size={24} className={styles.half} />
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
        </>
      )}
    </Skeleton>
  )
}
