// The mark of the product: a line that climbs through three points.
export function GrowthMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d="M3.5 15.5C7 15.5 7.5 10.5 10 10.5S13 4.5 16.5 4.5"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <circle cx="3.75" cy="15.5" r="1.9" fill="currentColor" />
      <circle cx="10" cy="10.5" r="1.9" fill="currentColor" />
      <circle cx="16.25" cy="4.5" r="1.9" fill="currentColor" />
    </svg>
  )
}
