// How the official renderer draws cards here: Teams' proportions, Fluent's tokens as colours.

import { tokens } from '@fluentui/react-components'
import { AdaptiveCard, HostConfig } from 'adaptivecards'

const colour = (strong: string, subtle = strong) => ({ default: strong, subtle })

const foregrounds = {
  default: colour(tokens.colorNeutralForeground1, tokens.colorNeutralForeground3),
  dark: colour(tokens.colorNeutralForeground1, tokens.colorNeutralForeground3),
  light: colour(tokens.colorNeutralForeground3),
  accent: colour(tokens.colorBrandForeground1),
  good: colour(tokens.colorStatusSuccessForeground1),
  warning: colour(tokens.colorStatusWarningForeground3),
  attention: colour(tokens.colorStatusDangerForeground1),
}

const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors: foregrounds })

/** Colours pass through the renderer as they are, so one config serves all three themes. */
export const cardConfig = new HostConfig({
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  spacing: { small: 4, default: 8, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: tokens.colorNeutralStroke2 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('transparent'),
    emphasis: container(tokens.colorNeutralBackground3),
    accent: container(tokens.colorBrandBackground2),
    good: container(tokens.colorStatusSuccessBackground1),
    warning: container(tokens.colorStatusWarningBackground1),
    attention: container(tokens.colorStatusDangerBackground1),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: false },
  textBlock: { headingLevel: 3 },
  factSet: {
    title: { size: 'default', color: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 160 },
    value: { size: 'default', color: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', size: 'small', weight: 'default' },
  },
})

// What people wrote is text: without this the renderer would look for a Markdown library, with it nothing becomes HTML.
AdaptiveCard.onProcessMarkdown = (_text, result) => {
  result.didProcess = false
}
