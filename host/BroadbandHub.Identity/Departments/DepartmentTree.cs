using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Departments;

/// <summary>The departments of one enterprise as a tree. Pure.</summary>
internal sealed class DepartmentTree
{
    private readonly Dictionary<DepartmentId, Department> all;
    private readonly ILookup<DepartmentId?, Department> children;

    public DepartmentTree(IEnumerable<Department> departments)
    {
        all = departments.ToDictionary(d => d.Id);
        children = all.Values.ToLookup(d => d.ParentId);
    }

    public int Count => all.Count;

    public Department? Find(DepartmentId id) => all.GetValueOrDefault(id);

    /// <summary>Each with its level (1 at the top), parents before their children, siblings by name.</summary>
    public IReadOnlyList<(Department Department, int Level)> Flat()
    {
        var flat = new List<(Department, int)>();
        var waiting = new Stack<(Department, int)>(TopDown(null, 1));
        while (waiting.TryPop(out var next))
        {
            flat.Add(next);
            foreach (var child in TopDown(next.Item1.Id, next.Item2 + 1))
            {
                waiting.Push(child);
            }
        }

        return flat;
    }

    /// <summary>"Sales / Shanghai": from the top down to this one.</summary>
    public string PathOf(DepartmentId id) => string.Join(" / ", Upwards(id).Reverse().Select(d => d.Name));

    public int LevelOf(DepartmentId? id) => id is { } from ? Upwards(from).Count() : 0;

    /// <summary>Whether the department is the other one or lies below it.</summary>
    public bool IsWithin(DepartmentId id, DepartmentId other) => Upwards(id).Any(d => d.Id == other);

    public bool HasChildren(DepartmentId id) => children[id].Any();

    public IEnumerable<Department> ChildrenOf(DepartmentId? id) => children[id];

    /// <summary>How many levels the department and what is below it take: 1 for one without children.</summary>
    public int HeightOf(DepartmentId id) => 1 + children[id].Select(c => HeightOf(c.Id)).DefaultIfEmpty(0).Max();

    /// <summary>Null when a department of this name and height may stand below the parent.</summary>
    /// <param name="but">One whose name counts for nothing there: the department itself, or one that goes.</param>
    public HubError? MayStand(string name, DepartmentId? parent, int height, DepartmentId? but = null)
    {
        if (LevelOf(parent) + height > Department.MostLevels)
        {
            return HubError.Conflict("department.too_deep", $"Departments go {Department.MostLevels} levels deep at most.") with { Field = "parentId" };
        }

        return children[parent].Any(d => d.Id != but && string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase))
            ? HubError.Conflict("department.name_taken", $"There is already a department “{name}” at this place. Choose a name that tells them apart.") with { Field = "name" }
            : null;
    }

    private IEnumerable<(Department, int)> TopDown(DepartmentId? parent, int level) =>
        children[parent].OrderByDescending(d => d.Name, StringComparer.CurrentCultureIgnoreCase).ThenByDescending(d => d.Id.Value).Select(d => (d, level));

    private IEnumerable<Department> Upwards(DepartmentId id)
    {
        for (var at = Find(id); at is not null; at = at.ParentId is { } parent ? Find(parent) : null)
        {
            yield return at;
        }
    }
}
