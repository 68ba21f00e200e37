namespace BroadbandHub.Sdk;

/// <summary>A price per unit in major units of a currency; may be far below the smallest unit, such as 0.0000004 USD per request.</summary>
/// <param name="PerUnit">Major units of the currency for one unit of the meter; exact, up to 28 significant digits.</param>
/// <param name="Currency">The currency.</param>
public sealed record Rate(decimal PerUnit, Currency Currency)
{
    /// <summary>The exact, unrounded price of a quantity, in major units.</summary>
    /// <param name="quantity">In units of the meter.</param>
    public decimal Of(decimal quantity) => PerUnit * quantity;
}
