// The quiet menu of my growth: export, print, who has seen my plan, and the deletion of everything.
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStaticStyles,
  Toast,
  Toaster,
  ToastTitle,
  useId,
  useRestoreFocusTarget,
  useToastController,
} from '@fluentui/react-components'
import {
  ArrowDownload20Regular,
  Delete20Regular,
  Eye20Regular,
  MoreHorizontal20Regular,
  Print20Regular,
} from '@fluentui/react-icons'
import type { Everything } from '#shared/api.ts'
import { exportJson, exportMarkdown } from '#shared/history/export.ts'
import { call } from '#tab/api.ts'

/** The tab scrolls inside the window; on paper it is as long as it is. */
const usePaper = makeStaticStyles(`@media print {
  html, body, #root, #root > *, #root > * > div { height: auto; overflow: visible }
}`)

type Props = {
  open: (subPage: string) => void
  /** Asks whether everything is to be deleted. */
  erase: () => void
}

export function MoreMenu({ open, erase }: Props) {
  usePaper()
  // The dialog is opened by an item of a menu that is gone by then: focus comes back to the menu's button.
  const focusComesBack = useRestoreFocusTarget()
  const toaster = useId('exported')
  const { dispatchToast } = useToastController(toaster)
  const tell = (text: string, intent: 'success' | 'error') =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent },
    )

  async function save(ending: 'md' | 'json', write: (of: Everything) => string, type: string) {
    try {
      const all = await call('export')
      download(`growth-${all.me.today}.${ending}`, write(all), type)
      tell('Exported', 'success')
    } catch (error) {
      tell(`Not exported. ${error instanceof Error ? error.message : ''}`, 'error')
    }
  }

  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            {...focusComesBack}
            appearance="subtle"
            icon={<MoreHorizontal20Regular />}
            aria-label="More: export, print, who has seen my plan, delete"
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem
              icon={<ArrowDownload20Regular />}
              onClick={() => void save('md', exportMarkdown, 'text/markdown;charset=utf-8')}
            >
              Export as Markdown
            </MenuItem>
            <MenuItem
              icon={<ArrowDownload20Regular />}
              onClick={() => void save('json', exportJson, 'application/json')}
            >
              Export as JSON
            </MenuItem>
            <MenuItem icon={<Print20Regular />} onClick={() => print()}>
              Print
            </MenuItem>
            <MenuDivider />
            <MenuItem icon={<Eye20Regular />} onClick={() => open('audit')}>
              Who has seen my plan
            </MenuItem>
            <MenuItem icon={<Delete20Regular />} onClick={erase}>
              Delete everything about me
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Toaster toasterId={toaster} position="top-end" />
    </>
  )
}

function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
