// Whether one types in a field, whose text is drawn otherwise while it is read.
import { useEffect, useRef, useState } from 'react'

/**
 * `began` and `ended` are for focus and blur. What the pointer goes down on takes the focus from the field, and only as
 * long as nothing moves is it still under the pointer when that is let go: until then the field stays as it is.
 */
export function useTyping(): { typing: boolean; began: () => void; ended: () => void } {
  const [typing, setTyping] = useState(false)
  const focused = useRef(false)
  const pressed = useRef(false)
  useEffect(() => {
    if (!typing) return
    const onDown = () => {
      pressed.current = true
    }
    const onUp = () => {
      pressed.current = false
      // The click that belongs to it comes first.
      setTimeout(() => setTyping(focused.current))
    }
    document.addEventListener('pointerdown', onDown, true)
    document.addEventListener('pointerup', onUp, true)
    document.addEventListener('pointercancel', onUp, true)
    return () => {
      document.removeEventListener('pointerdown', onDown, true)
      document.removeEventListener('pointerup', onUp, true)
      document.removeEventListener('pointercancel', onUp, true)
    }
  }, [typing])
  return {
    typing,
    began: () => {
      focused.current = true
      setTyping(true)
    },
    ended: () => {
      focused.current = false
      if (!pressed.current) setTyping(false)
    },
  }
}
