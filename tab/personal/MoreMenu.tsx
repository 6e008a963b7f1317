// The quiet menu of my growth: export, print, who has seen my plan, and the deletion of everything.
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Toast,
  Toaster,
  ToastTitle,
  tokens,
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
import { printPage } from '#tab/ui/paper.ts'
import { saveExport } from './saveExport.ts'

const useStyles = makeStyles({
  destroy: {
    color: tokens.colorStatusDangerForeground1,
    ':hover': { color: tokens.colorStatusDangerForeground1 },
  },
})

type Props = {
  open: (subPage: string) => void
  /** Asks whether everything is to be deleted. */
  erase: () => void
}

export function MoreMenu({ open, erase }: Props) {
  const styles = useStyles()
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

  async function save(ending: 'md' | 'json') {
    try {
      await saveExport(ending)
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
            <MenuItem icon={<ArrowDownload20Regular />} onClick={() => void save('md')}>
              Export as Markdown
            </MenuItem>
            <MenuItem icon={<ArrowDownload20Regular />} onClick={() => void save('json')}>
              Export as JSON
            </MenuItem>
            <MenuItem icon={<Print20Regular />} onClick={printPage}>
              Print
            </MenuItem>
            <MenuDivider />
            <MenuItem icon={<Eye20Regular />} onClick={() => open('audit')}>
              Who has seen my plan
            </MenuItem>
            <MenuItem className={styles.destroy} icon={<Delete20Regular className={styles.destroy} />} onClick={erase}>
              Delete everything about me …
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Toaster toasterId={toaster} position="top-end" />
    </>
  )
}
