/** A module that exports and opens nothing. */
module shop.app {}
