/**
 * What is left when processes, sessions and servers die in the middle of migrations, and
 * when others stand in the way.
 */
package dev.zdm.hostile;
