namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Somebody who asks. Two of each kind of organisation, so that each has a stranger who may do the same at home.</summary>
public enum Who
{
    /// <summary>Nobody has signed in.</summary>
    Anonymous,

    /// <summary>The operator's administrator.</summary>
    Admin,

    /// <summary>The operator's, without any role.</summary>
    Staff,

    /// <summary>Acme's administrator: most of what is asked for belongs to Acme.</summary>
    Boss,

    /// <summary>Of Acme, without a role that allows anything.</summary>
    Employee,

    /// <summary>Another enterprise's administrator.</summary>
    Stranger,

    /// <summary>The administrator of Diskworks, the partner whose application Network Disk is.</summary>
    Partner,

    /// <summary>Another partner's administrator.</summary>
    Rival,

    /// <summary>Network Disk's credential, with all that a credential of an application may have.</summary>
    Disk,

    /// <summary>Another application's credential with the same scopes.</summary>
    OtherApplication,

    /// <summary>An integrator's program that may read the ledger and nothing else.</summary>
    Integrator,
}
