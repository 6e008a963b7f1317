// The three questions of the preparation, for each of the two: pure.
import type { DiscussionHead, Preparation } from '#shared/api.ts'

export function questionsFor(asManager: boolean, { employee }: Pick<DiscussionHead, 'employee'>): string[] {
  return asManager
    ? [`What went well for ${employee.firstName}`, `Where you see ${employee.firstName} heading`, 'What you can offer']
    : ['How the last quarter went', 'Where you want to go', 'What would help you get there']
}

/** One answer for each question, '' where there is none yet; answers to questions asked otherwise stay at the end. */
export function answersTo(questions: string[], given: Preparation['answers']): Preparation['answers'] {
  const asked = questions.map((question) => ({
    question,
    text: given.find((one) => one.question === question)?.text ?? '',
  }))
  return [...asked, ...given.filter((one) => one.text.trim() !== '' && !questions.includes(one.question))]
}
