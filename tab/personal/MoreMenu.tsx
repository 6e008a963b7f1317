// The quiet menu of my growth: export as Markdown or JSON, and print. Nothing leaves the browser.
import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStaticStyles,
  Toast,
  Toaster,
  ToastTitle,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { ArrowDownload20Regular, MoreHorizontal20Regular, Print20Regular } from '@fluentui/react-icons'
import type { PlanInfo } from '#shared/api.ts'
import { type ExportOf, exportJson, exportMarkdown } from '#shared/history/export.ts'
import { call } from '#tab/api.ts'

/** The tab scrolls inside the window; on paper it is as long as it is. */
const usePaper = makeStaticStyles(`@media print {
  html, body, #root, #root > *, #root > * > div { height: auto; overflow: visible }
}`)

export function MoreMenu() {
  usePaper()
  const toaster = useId('exported')
  const { dispatchToast } = useToastController(toaster)
  const tell = (text: string, intent: 'success' | 'error') =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent },
    )

  async function save(ending: 'md' | 'json', write: (of: ExportOf) => string, type: string) {
    try {
      const fresh = await call('home')
      const plan: PlanInfo | null = fresh.plan ? await call('plan', { params: { employee: fresh.me.person.id } }) : null
      download(`growth-plan-${fresh.me.today}.${ending}`, write({ home: fresh, plan }), type)
      tell('Exported', 'success')
    } catch (error) {
      tell(`Not exported. ${error instanceof Error ? error.message : ''}`, 'error')
    }
  }

  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label="More: export, print" />
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
