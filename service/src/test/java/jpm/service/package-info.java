/** Tests of the service through its addresses. */
@NullMarked
package jpm.service;

import org.jspecify.annotations.NullMarked;
