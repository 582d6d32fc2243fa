import { Problem } from '#worker/pure/problem.ts'

/**
 * INV-IDN-7: the marketplace always has an admin whose account is open. INV-IDN-8: nobody changes their own role, and a
 * role changes only once a second admin agreed.
 */

/** 409: INV-IDN-7. */
export class LastAdmin extends Problem {
  constructor() {
    super('last_admin', 409, 'The marketplace needs an admin. Make somebody else one first.')
  }
}

/** 409: INV-IDN-8. */
export class OwnRole extends Problem {
  constructor() {
    super('own_role', 409, 'Nobody changes their own role or closes their own account here. Ask another admin.')
  }
}

/** 404: roles are given to accounts; whoever is to have one signs up first. */
export class NoSuchPerson extends Problem {
  constructor() {
    super('no_such_person', 404, 'Nobody has a confirmed account with this address. They sign up first, then you give them a role.')
  }
}

/** 409: there is nothing to change. */
export class RoleUnchanged extends Problem {
  constructor() {
    super('role_unchanged', 409, 'They have that role already.')
  }
}
