// Ends the process under a Node that is too old, saying how to mend it. Every entry imports this file first.

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `Node 24 or newer is needed, and this is ${process.version}. Start it with npm (npm start, npm run app),` +
      ' which brings the right one along, or install Node 24 from https://nodejs.org.',
  )
  process.exit(1)
}

export {}
