//! Ties child processes to this one: none outlives it, not even when it is killed.
//!
//! Does not know what the children do.
//!
//! On Linux the kernel kills a tied child when the *thread* that started it ends
//! (`PR_SET_PDEATHSIG`, prctl(2)): that thread stays and waits. Other systems have no such call:
//! there a child finishes what it does, and nothing reads it. A wrapper script that does not `exec`
//! what it wraps loses this protection too: the kernel kills the script alone.

/// Has the kernel kill the child that `command` starts when we die.
#[cfg(target_os = "linux")]
pub fn tie(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt;

    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

    let us = getpid();
    let prepare = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // We may have died between the fork and the line above.
        if getppid() != Some(us) {
            return Err(rustix::io::Errno::SRCH.into());
        }
        Ok(())
    };
    #[expect(
        unsafe_code,
        reason = "the standard library offers no other way to run prctl(2) between fork and exec"
    )]
    // SAFETY: between fork and exec only async-signal-safe work is allowed. These are plain system
    // calls; nothing is allocated, locked or freed, and errors are built from numbers.
    unsafe {
        command.pre_exec(prepare);
    }
}

/// Other systems cannot; see the head of this file.
#[cfg(not(target_os = "linux"))]
pub fn tie(_command: &mut std::process::Command) {}
