// Runs once before all tests: says which cases are not defined on this machine.
export default async () => {}
