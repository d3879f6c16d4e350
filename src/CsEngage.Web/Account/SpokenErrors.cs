using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>Identity's complaints in the reader's language, saying what to do.</summary>
sealed class SpokenErrors(IStringLocalizer<Words> words) : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) => new() { Code = nameof(PasswordTooShort), Description = words["Use a password of at least {0} characters.", length] };

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) => new() { Code = nameof(PasswordRequiresUniqueChars), Description = words["Use at least {0} different characters.", uniqueChars] };

    public override IdentityError DuplicateEmail(string email) => new() { Code = nameof(DuplicateEmail), Description = words["{0} already has a login.", email] };

    public override IdentityError DuplicateUserName(string userName) => new() { Code = nameof(DuplicateUserName), Description = words["{0} already has a login.", userName] };

    public override IdentityError InvalidEmail(string? email) => new() { Code = nameof(InvalidEmail), Description = words["{0} is not a mail address.", email ?? ""] };

    public override IdentityError InvalidUserName(string? userName) => new() { Code = nameof(InvalidUserName), Description = words["{0} is not a mail address.", userName ?? ""] };
}
