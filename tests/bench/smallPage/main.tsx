// The smallest page that is one of Teams: Fluent's provider and themes, three of its components, TeamsJS. What the stage is measured against.
import {
  Avatar,
  Button,
  FluentProvider,
  Input,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
} from '@fluentui/react-components'
import { app } from '@microsoft/teams-js'
import { createRoot } from 'react-dom/client'

const THEMES = { default: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme }

await app.initialize([new URL(document.referrer).origin])
const context = await app.getContext()
app.notifyAppLoaded()
app.notifySuccess()
const theme = THEMES[context.app.theme as keyof typeof THEMES] ?? teamsLightTheme
const name = context.user?.displayName ?? ''
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <FluentProvider theme={theme}>
      <Avatar name={name} />
      <Input aria-label="Where I’m heading" defaultValue="I want to" />
      <Button appearance="primary">Agree</Button>
    </FluentProvider>,
  )
