// The three themes of Teams, and what TeamsJS calls them.
import { type Theme, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme } from '@fluentui/react-components'

export const themeNames = ['light', 'dark', 'contrast'] as const
export type ThemeName = (typeof themeNames)[number]

export const fluentThemes: Record<ThemeName, Theme> = {
  light: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
}

/** The names that Teams hands to a tab. */
export const teamsThemes: Record<ThemeName, string> = { light: 'default', dark: 'dark', contrast: 'contrast' }
export const themeLabels: Record<ThemeName, string> = { light: 'Light', dark: 'Dark', contrast: 'Contrast' }
