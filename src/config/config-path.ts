/** Where a repository, and an organisation in its repository `.github`, sets what it wants. */
export const configPath = '.github/hindsight.yml';
