using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// The framework keeps static caches by type, and an entry about a plugin's type keeps the plugin in memory for ever. This drops the entries that
/// mention a retiring plugin. These are internals of the runtime: the tests that count load contexts guard every update of it.
/// </summary>
internal static class FrameworkCaches
{
    private const int Depth = 3;

    /// <summary>How far below a static field caches are looked for; the one of form mapping lies six objects deep.</summary>
    private const int HolderDepth = 10;

    /// <summary>Assemblies that plugins share with the host and that keep such caches.</summary>
    private static readonly string[] Families =
    [
        "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.EntityFrameworkCore", "Microsoft.JSInterop", "Microsoft.Data.Sqlite",
        "Pomelo.", "Radzen.", "System.ComponentModel", "BroadbandHub.Sdk",
    ];

    /// <summary>Caches that are no dictionaries in static fields themselves, but lie below an object in one.</summary>
    private static readonly string[] Holders =
    [
        "Microsoft.AspNetCore.Http.ParameterBindingMethodCache",
        "Microsoft.AspNetCore.Http.RequestDelegateFactory",
        "Microsoft.Extensions.DependencyInjection.ActivatorUtilities",
        "System.ComponentModel.DataAnnotations.ValidationAttributeStore",
        "System.ComponentModel.TypeDescriptor",
        "System.ComponentModel.ReflectTypeDescriptionProvider",
        "Microsoft.AspNetCore.Components.ComponentFactory",
        "Microsoft.AspNetCore.Components.DefaultComponentActivator",
        "Microsoft.EntityFrameworkCore.Internal.ServiceProviderCache",
    ];

    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<FieldInfo>> FieldsOf = new();
    private static readonly Lazy<Action> ClearJson = new(FindJson);

    /// <param name="hostObjects">Objects of the host's container that keep such caches in their fields.</param>
    public static void Forget(AssemblyLoadContext context, IEnumerable<object> hostObjects)
    {
        foreach (var assembly in context.Assemblies)
        {
            Try(() => TypeDescriptor.Refresh(assembly));
        }

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies.Where(a => Families.Any(f => a.GetName().Name!.StartsWith(f, StringComparison.Ordinal))))
        {
            foreach (var field in FieldsOf.GetOrAdd(assembly, Find))
            {
                Try(() => ForgetIn(field.GetValue(null), context, assembly, HolderDepth, seen));
            }
        }

        foreach (var thing in hostObjects)
        {
            Try(() => ForgetIn(thing, context, thing.GetType().Assembly, HolderDepth, seen));
        }

        Try(ClearJson.Value);
    }

    // A cache that cannot be read now keeps at worst its plugin: that is noticed and told. Taking a plugin down must not fail for it.
    private static void Try(Action forget)
    {
        try
        {
            forget();
        }
        catch (Exception e)
        {
            System.Diagnostics.Debug.WriteLine(e);
        }
    }

    private static void ForgetIn(object? holder, AssemblyLoadContext context, Assembly owner, int depth, HashSet<object> seen)
    {
        if (holder is null or Delegate or MemberInfo or Assembly or string || depth == 0 || !seen.Add(holder))
        {
            return;
        }

        if (holder is IDictionary dictionary)
        {
            Drop(dictionary, context);
            foreach (var value in dictionary.Values.Cast<object?>().Where(v => v?.GetType().Assembly == owner).ToArray())
            {
                ForgetIn(value, context, owner, depth - 1, seen);
            }
        }
        else if (holder is IList list)
        {
            foreach (var item in list.Cast<object?>().Where(i => i?.GetType().Assembly == owner).ToArray())
            {
                ForgetIn(item, context, owner, depth - 1, seen);
            }
        }
        else if ((holder is not IEnumerable pairs || !Clear(holder, pairs, context))
            && (holder.GetType().Assembly == owner || holder.GetType().Name.Contains("Cache", StringComparison.Ordinal)))
        {
            // A cache is often an instance in a static field that keeps its dictionaries in fields of its own, and guards them by locking itself.
            lock (holder)
            {
                foreach (var field in Fields(holder.GetType()))
                {
                    ForgetIn(field.GetValue(holder), context, owner, depth - 1, seen);
                }
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsValueType && field.FieldType != typeof(string))
                {
                    yield return field;
                }
            }
        }
    }

    private static void Drop(IDictionary dictionary, AssemblyLoadContext context)
    {
        lock (dictionary)
        {
            foreach (var entry in Snapshot(dictionary))
            {
                if (Mentions(entry.Key, context, Depth) || Mentions(entry.Value, context, Depth))
                {
                    dictionary.Remove(entry.Key);
                }
            }
        }
    }

    private static DictionaryEntry[] Snapshot(IDictionary dictionary)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return [.. dictionary.Cast<object>().Select(AsEntry)];
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Somebody added to it meanwhile.
            }
        }
    }

    // Conditional weak tables and memory caches are no dictionaries; those about types are small, so they are simply emptied.
    private static bool Clear(object holder, IEnumerable pairs, AssemblyLoadContext context)
    {
        var type = holder.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ConditionalWeakTable<,>))
        {
            return false;
        }

        var remove = type.GetMethod("Remove", [type.GenericTypeArguments[0]])!;
        foreach (var pair in pairs.Cast<object>().ToArray())
        {
            var key = pair.GetType().GetProperty("Key")!.GetValue(pair);
            if (Mentions(key, context, Depth))
            {
                remove.Invoke(holder, [key]);
            }
        }

        return true;
    }

    private static DictionaryEntry AsEntry(object item)
    {
        if (item is DictionaryEntry entry)
        {
            return entry;
        }

        var type = item.GetType();
        return new DictionaryEntry(type.GetProperty("Key")!.GetValue(item)!, type.GetProperty("Value")!.GetValue(item));
    }

    private static bool Mentions(object? thing, AssemblyLoadContext context, int depth)
    {
        switch (thing)
        {
            case null or string or bool or int:
                return false;
            case Type type:
                return MentionsType(type, context);
            case MemberInfo member:
                return member.DeclaringType is { } declaring && MentionsType(declaring, context);
            case ParameterInfo parameter:
                return Mentions(parameter.Member, context, depth) || MentionsType(parameter.ParameterType, context);
            case Assembly assembly:
                return AssemblyLoadContext.GetLoadContext(assembly) == context;
            case Delegate call:
                return Mentions(call.Method, context, depth) || (depth > 0 && Mentions(call.Target, context, depth - 1));
            case Array array when depth > 0:
                return MentionsType(array.GetType(), context) || array.Cast<object?>().Any(e => Mentions(e, context, depth - 1));
        }

        return MentionsType(thing.GetType(), context) || (depth > 0 && thing.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsPointer && !f.FieldType.IsByRefLike)
            .Any(f => Mentions(f.GetValue(thing), context, depth - 1)));
    }

    private static bool MentionsType(Type type, AssemblyLoadContext context) =>
        AssemblyLoadContext.GetLoadContext(type.Assembly) == context
        || (type.HasElementType && MentionsType(type.GetElementType()!, context))
        || (type.IsConstructedGenericType && type.GenericTypeArguments.Any(a => MentionsType(a, context)));

    private static IReadOnlyList<FieldInfo> Find(Assembly assembly) => TypesOf(assembly)
        .Where(t => !t.ContainsGenericParameters)
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(f => !f.FieldType.IsValueType && f.FieldType != typeof(string) && (Array.IndexOf(Holders, t.FullName) >= 0 || IsCache(f.FieldType))))
        .ToList();

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    /// <summary>A dictionary or weak table with types or members somewhere in its key or value.</summary>
    private static bool IsCache(Type type)
    {
        var name = type.ToString();
        return (name.Contains("Dictionary`2[", StringComparison.Ordinal) || name.Contains("ConditionalWeakTable`2[", StringComparison.Ordinal) || typeof(Hashtable).IsAssignableFrom(type))
            && !typeof(Delegate).IsAssignableFrom(type)
            && (!type.IsGenericType || name.Contains("System.Type", StringComparison.Ordinal) || name.Contains("System.Reflection.", StringComparison.Ordinal));
    }

    /// <summary>Serialiser options that are alike share one cache of types in the whole process; the runtime's own hook for hot reload empties it.</summary>
    private static Action FindJson()
    {
        var handler = typeof(System.Text.Json.JsonSerializer).Assembly.GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler");
        var clear = handler?.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return clear is null ? () => { } : () => clear.Invoke(null, [null]);
    }
}
