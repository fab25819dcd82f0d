/** Name of the check run, which branch protection and rulesets ask for. */
export const checkName = 'Hindsight';
