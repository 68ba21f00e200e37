namespace BroadbandHub.Sdk;

/// <summary>What became of an order. A closed set: the five nested types.</summary>
public abstract record ProvisioningResult
{
    private ProvisioningResult()
    {
    }

    /// <summary>It is done; the operation will not be asked for again.</summary>
    /// <param name="Reference">The application's own reference, at most 200 characters, or null.</param>
    public sealed record Done(string? Reference = null) : ProvisioningResult;

    /// <summary>It is accepted and goes on; the host asks again with <see cref="IApplicationProvisioner.QueryAsync"/>.</summary>
    public sealed record Pending : ProvisioningResult;

    /// <summary>The application refuses, and will go on refusing this operation.</summary>
    /// <param name="Code">Stable code of the reason, lower case with dots and underscores.</param>
    /// <param name="Message">A sentence for the operator.</param>
    public sealed record Refused(string Code, string Message) : ProvisioningResult;

    /// <summary>It certainly did not happen (for example the application could not be reached); the host applies it again later.</summary>
    /// <param name="Message">Why, for the operator.</param>
    public sealed record NotExecuted(string Message) : ProvisioningResult;

    /// <summary>It may or may not have happened; the host asks with <see cref="IApplicationProvisioner.QueryAsync"/> until it knows.</summary>
    /// <param name="Message">Why, for the operator.</param>
    public sealed record Unknown(string Message) : ProvisioningResult;
}
