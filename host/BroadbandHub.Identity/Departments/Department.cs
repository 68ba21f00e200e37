using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Departments;

/// <summary>A part of an enterprise; those without a parent stand at the top.</summary>
internal sealed class Department
{
    public const int MostName = 200;
    public const int MostCostCentre = 50;

    /// <summary>No enterprise that the hub is for is deeper, or has more.</summary>
    public const int MostLevels = 10;
    public const int MostInAnEnterprise = 2000;

    public DepartmentId Id { get; init; }

    public EnterpriseId EnterpriseId { get; init; }

    public DepartmentId? ParentId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The employee who leads it.</summary>
    public PersonId? HeadId { get; set; }

    /// <summary>What the enterprise's own accounting calls it.</summary>
    public string? CostCentre { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public string Revision => Identity.Revision.Of(Name, ParentId, HeadId, CostCentre);

    public static void Map(ModelBuilder model) => model.Entity<Department>(department =>
    {
        department.ToTable("departments").HasKey(d => d.Id);
        department.Property(d => d.Id).ValueGeneratedNever();
        department.Property(d => d.Name).HasMaxLength(MostName);
        department.Property(d => d.CostCentre).HasMaxLength(MostCostCentre);
        department.HasIndex(d => d.EnterpriseId);
        department.HasIndex(d => d.HeadId);
    });
}
