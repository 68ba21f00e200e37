using System.Linq.Expressions;

namespace BroadbandHub.Sdk.Web.Components;

/// <summary>The name of a form field from the expression that it is bound to: <c>() => Form.Price</c> is <c>Form.Price</c>.</summary>
internal static class FieldName
{
    public static string Of(LambdaExpression? bound, string? given)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }

        var parts = new Stack<string>();
        var node = bound?.Body;
        while (node is not null)
        {
            switch (node)
            {
                case MemberExpression member when member.Expression is not ConstantExpression || !member.Member.Name.StartsWith('<'):
                    parts.Push(member.Member.Name);
                    node = member.Expression is ConstantExpression ? null : member.Expression;
                    break;
                case UnaryExpression unary:
                    node = unary.Operand;
                    break;
                default:
                    node = null;
                    break;
            }
        }

        return parts.Count > 0 ? string.Join('.', parts) : throw new InvalidOperationException("A field needs @bind-Value or a Name.");
    }
}
