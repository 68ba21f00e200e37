using BroadbandHub.Sdk;
using FluentValidation;
using MediatR;

namespace BroadbandHub.Storage.Requests;

/// <summary>
/// Refuses a request that its validators find wrong. A rule's <c>WithErrorCode</c> becomes the stable code when it is one of ours (has a dot),
/// otherwise the code is <c>input.invalid</c>.
/// </summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            if (!result.IsValid)
            {
                var first = result.Errors[0];
                var code = first.ErrorCode.Contains('.', StringComparison.Ordinal) ? first.ErrorCode : "input.invalid";
                var message = string.Join(" ", result.Errors.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal));
                return TResponse.Refused(HubError.Invalid(code, message, CamelCase(first.PropertyName)));
            }
        }

        return await next();
    }

    private static string CamelCase(string path) => string.Join('.', path.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToLowerInvariant(part[0]) + part[1..]));
}
