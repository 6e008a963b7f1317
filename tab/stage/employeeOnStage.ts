// Whose plan the stage's address names: the only thing that the panel can tell the stage.

export const employeeOnStage = (): string | null => new URLSearchParams(location.search).get('plan')
