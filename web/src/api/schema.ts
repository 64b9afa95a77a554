/** Made from schemas/openapi.json by `npm run docs`: not to be edited. */
export interface paths {
    "/api/acceptances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the file of accepted findings says. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            acceptances: {
                                /** @description Whether it has not run out. */
                                counts: boolean;
                                /** @description YYYY-MM-DD */
                                expires: string;
                                /** @description A finding's id; null: all of a rule and a subject. */
                                finding: string | null;
                                /** @description Who said so. */
                                owner: string | null;
                                reason: string;
                                rule: string | null;
                                /** @description ARNs, with wildcards. */
                                subject: string | null;
                            }[];
                            /** @description Why the file can't be read as it is now; the acceptances are those that it had before. */
                            faults: string[];
                            file: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Accept findings for a reason and until a day: entries of the file of accepted findings. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description YYYY-MM-DD: the last day on which it counts. */
                        expires: string;
                        /** @description Whole ids of findings: all of them, or none. */
                        findings: string[];
                        /** @description Why they can be lived with. */
                        reason: string;
                        /** @description Also where a finding is accepted already in other words; else that is refused (409). */
                        replace?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Those that had no entry. */
                            accepted: string[];
                            /** @description Those whose entry was another, or had run out. */
                            replaced: string[];
                            /** @description Those whose entry says the same already. */
                            unchanged: string[];
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
            };
        };
        /** Accept findings no more: their own entries leave the file. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Whole ids of findings: all of them, or none. */
                        findings: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Those whose entry is gone. */
                            withdrawn: string[];
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts, with their place in the organization and how many roles they hold. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: {
                                /** @description Whether its IAM data was read. */
                                hasData: boolean;
                                id: string;
                                name: string | null;
                                organizationPath: string | null;
                                roles: number;
                                status: string;
                            }[];
                            units: {
                                id: string;
                                name: string;
                                /** @description null: a root. */
                                parent: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ask/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does one policy allow more than another, as `accesslens policy compare`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        a: string;
                        b: string;
                        /**
                         * @description Absent: it follows from the texts.
                         * @enum {string}
                         */
                        kind?: "identity" | "resource" | "trust" | "scp" | "rcp";
                        /** @description Only requests count for actions that AWS lists, on resources that they take. */
                        knownActions?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            aWithinB: boolean;
                            bWithinA: boolean;
                            denyAWithinB: boolean;
                            denyBWithinA: boolean;
                            /** @description The same requests are explicitly denied. */
                            denyEqual: boolean;
                            /** @description A request that shows it; null: there is none, or none was found. */
                            denyOnlyInA: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                                role?: string;
                            } | null;
                            /** @description A request that shows it; null: there is none, or none was found. */
                            denyOnlyInB: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                                role?: string;
                            } | null;
                            /** @description The same requests are allowed. */
                            equal: boolean;
                            /** @description False: something above is not within for want of a proof. */
                            exact: boolean;
                            /** @enum {string} */
                            kind: "identity" | "resource" | "trust" | "scp" | "rcp";
                            knownActions: boolean;
                            /** @description A request that shows it; null: there is none, or none was found. */
                            onlyInA: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                                role?: string;
                            } | null;
                            /** @description A request that shows it; null: there is none, or none was found. */
                            onlyInB: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                                role?: string;
                            } | null;
                            reasons: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ask/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a policy by itself, as `accesslens policy lint`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Absent: the policy has to say itself what it is.
                         * @enum {string}
                         */
                        kind?: "identity" | "resource" | "trust" | "scp" | "rcp" | "boundary" | "session" | "endpoint";
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            findings: {
                                advice: string;
                                code: string;
                                /** @description A replacement that removes the finding, where one is safe. */
                                edit: {
                                    range: {
                                        end: number;
                                        start: number;
                                    };
                                    text: string;
                                } | null;
                                message: string;
                                /** @description Lines and columns from 1, offsets from 0; the end is the first place after it. */
                                position: {
                                    column: number;
                                    endColumn: number;
                                    endLine: number;
                                    line: number;
                                    range: {
                                        end: number;
                                        start: number;
                                    };
                                };
                                reference: string;
                                /** @enum {string} */
                                severity: "suggestion" | "warning" | "security" | "error";
                            }[];
                            /** @enum {string} */
                            kind: "identity" | "resource" | "trust" | "scp" | "rcp" | "boundary" | "session" | "endpoint";
                            /** @description Where the text is no JSON object. */
                            unreadable: {
                                advice: string;
                                column: number;
                                line: number;
                                message: string;
                                offset: number;
                            } | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ask/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Would AWS allow this request, and by which statements, as `accesslens simulate`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description As in schemas/cases.schema.json; absent: those that the snapshot holds. */
                        policies?: {
                            /** @description Grants, block settings and the like; docs/simulate.md lists them. */
                            attributes?: {
                                [key: string]: unknown;
                            } | null;
                            /** @description Null, or left out: none applies, and nothing is limited. An empty list allows nothing. */
                            boundary?: {
                                /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                document: string | {
                                    [key: string]: unknown;
                                };
                                /** @description What answers call it. */
                                name?: string;
                            }[] | null;
                            /** @description Null, or left out: none applies, and nothing is limited. An empty list allows nothing. */
                            endpoint?: {
                                /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                document: string | {
                                    [key: string]: unknown;
                                };
                                /** @description What answers call it. */
                                name?: string;
                            }[] | null;
                            identity?: ({
                                /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                document: string | {
                                    [key: string]: unknown;
                                };
                                /** @description What answers call it. */
                                name?: string;
                            }[] | "unknown") | null;
                            /** @description Along the path of the resource's account. */
                            rcps?: {
                                policies: {
                                    /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                    document: string | {
                                        [key: string]: unknown;
                                    };
                                    /** @description What answers call it. */
                                    name?: string;
                                }[];
                                target?: string;
                            }[] | null;
                            /** @description The policy on the resource; "unknown" where it is not known. */
                            resource?: (string | {
                                [key: string]: unknown;
                            }) | null;
                            /** @description Along the path of the principal's account: the root first, the account last. */
                            scps?: {
                                policies: {
                                    /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                    document: string | {
                                        [key: string]: unknown;
                                    };
                                    /** @description What answers call it. */
                                    name?: string;
                                }[];
                                target?: string;
                            }[] | null;
                            /** @description Null, or left out: none applies, and nothing is limited. An empty list allows nothing. */
                            session?: {
                                /** @description A policy: the object, or its text, also as AWS's APIs URL-encode it. */
                                document: string | {
                                    [key: string]: unknown;
                                };
                                /** @description What answers call it. */
                                name?: string;
                            }[] | null;
                        };
                        request: {
                            action: string;
                            /** @description Condition keys. */
                            context?: {
                                [key: string]: string | string[];
                            };
                            /** @description The ARN of a user, role, session or root user, a service, anonymous, or an identity provider. */
                            principal: string | {
                                federated: string;
                            };
                            resource: {
                                /** @description Where neither the ARN nor the snapshot tells it. */
                                account?: string;
                                arn: string;
                            };
                            /** @description Of a session: its role's ARN, with the path. */
                            role?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The statements that made it. */
                            because: {
                                /** @enum {string} */
                                effect: "Allow" | "Deny";
                                /** @enum {string} */
                                layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                lines: [
                                    number,
                                    number
                                ];
                                policy: string;
                                sid: string | null;
                                /** @description From 0. */
                                statement: number;
                                /** @description The control policy's level. */
                                target?: string;
                            }[];
                            /** @description Of a denial: the layers that blocked. */
                            blockedBy?: ("rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access")[];
                            /** @enum {string} */
                            decision: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied" | "Unknown";
                            /** @description Of an implicit denial: the Allow that came closest, and what did not match. */
                            nearest?: {
                                failed: {
                                    /** @description Null: the key is absent, or its value is not known. */
                                    actual: string[] | null;
                                    /** @enum {string} */
                                    element: "Principal" | "NotPrincipal" | "Action" | "NotAction" | "Resource" | "NotResource" | "Condition";
                                    expected: string[];
                                    key?: string;
                                    operator?: string;
                                }[];
                                statement: {
                                    /** @enum {string} */
                                    effect: "Allow" | "Deny";
                                    /** @enum {string} */
                                    layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                    lines: [
                                        number,
                                        number
                                    ];
                                    policy: string;
                                    sid: string | null;
                                    /** @description From 0. */
                                    statement: number;
                                    /** @description The control policy's level. */
                                    target?: string;
                                };
                            };
                            notes?: string[];
                            request: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                                role?: string;
                            };
                            unknowns?: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ask/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What appears and disappears when something changes, as `accesslens what-if`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        changes: ({
                            /** @enum {string} */
                            kind: "remove-statement";
                            /** @description As evidence names it, such as `trust policy of ROLE-ARN`. */
                            policy: string;
                            /** @description Sid, or the place from 0. */
                            statement: string | number;
                        } | {
                            /** @enum {string} */
                            kind: "replace-policy";
                            /** @description As evidence names it, such as `trust policy of ROLE-ARN`. */
                            policy: string;
                            /** @description The whole policy. A masked external ID stands for the one that is there. */
                            text: string;
                        } | {
                            from: string;
                            /** @enum {string} */
                            kind: "detach-policy";
                            policy: string;
                        } | {
                            account: string;
                            /** @enum {string} */
                            kind: "account-leaves";
                        } | {
                            account: string;
                            /** @enum {string} */
                            kind: "account-lost";
                        } | {
                            from: string;
                            /**
                             * @description Nobody takes this hop of a way any more, whatever policies say.
                             * @enum {string}
                             */
                            kind: "step-gone";
                            /** @description Absent: an assumption of a role. */
                            technique?: string;
                            to: string;
                        })[];
                        /** @description So many of each list come with an example way; 3 where it is left out. */
                        examples?: number;
                        /** @description Where ways start: a principal's or account's ARN, external, or anyone. */
                        from: string;
                        maxHops?: number;
                        /** @enum {string} */
                        only?: "proven";
                        /** @description Where they end: admin, admin:ACCOUNT, organization, an ARN or a pattern; absent: anything. */
                        to?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Come to only after the change. */
                            appears: {
                                account: string;
                                /** @description Null: it is not come to. */
                                after: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @description Null: it is not come to. */
                                before: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @enum {string} */
                                kind: "organization" | "administrator" | "role" | "user" | "resource";
                                /** @description One of the shortest, of after the change where there is one; with the first --examples. */
                                way?: {
                                    /** @description By which of its own statements whoever stands at the end is an administrator. */
                                    administrator?: {
                                        /** @description First and last, from 1. */
                                        lines: [
                                            number,
                                            number
                                        ];
                                        /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                        policy: string;
                                        /** @description Sid, or the place from 0. */
                                        statement: string | number;
                                        text: string;
                                    }[];
                                    from: string;
                                    /** @description None: the start is an administrator already. */
                                    hops: {
                                        /** @description Of an access: what is done there. */
                                        action?: string;
                                        /** @description With --commands: AWS CLI calls by which an authorized tester would confirm it. */
                                        commands?: string[];
                                        /** @description The statements on both sides. */
                                        evidence: {
                                            /** @description First and last, from 1. */
                                            lines: [
                                                number,
                                                number
                                            ];
                                            /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                            policy: string;
                                            /** @description Sid, or the place from 0. */
                                            statement: string | number;
                                            text: string;
                                        }[];
                                        from: string;
                                        /** @description What has to hold besides, all of it. */
                                        guard?: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        /**
                                         * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                         * @enum {string}
                                         */
                                        kind: "assume" | "delegate" | "escalate" | "access";
                                        /** @description The workload, policy or group that a technique is done with. */
                                        means: string[];
                                        proven: boolean;
                                        /** @description Why it is only may. */
                                        reasons: string[];
                                        /** @description Calls that show it, in order. */
                                        requests: {
                                            action: string;
                                            context: {
                                                [key: string]: string | string[];
                                            };
                                            principal: string | {
                                                federated: string;
                                            };
                                            resource: {
                                                account: string;
                                                arn: string;
                                            };
                                        }[];
                                        /** @description Of the session that an assumption makes. */
                                        session?: {
                                            /** @description Of a chained session, which is one that a role's session made. */
                                            mostSeconds?: number;
                                            /** @description What the call has to set, so that a later hop of the way is let through. */
                                            sets?: {
                                                /**
                                                 * @description Who decides what the key is worth.
                                                 * @enum {string}
                                                 */
                                                controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                                key: string;
                                                /**
                                                 * @description ${ in the values is plain text.
                                                 * @enum {boolean}
                                                 */
                                                literal?: true;
                                                operator: string;
                                                values: string[];
                                            }[];
                                        };
                                        /** @description Its id in docs/techniques.md. */
                                        technique?: string;
                                        /** @description What the technique does. */
                                        title?: string;
                                        to: string;
                                    }[];
                                    proven: boolean;
                                    to: string;
                                };
                                /** @description An ARN, admin:ACCOUNT, or organization. */
                                what: string;
                            }[];
                            /** @description Direct access to roles whose trust changes, and of principals whose own policies do. */
                            assumptions: {
                                after: {
                                    /** @description What has to hold: any one of these. */
                                    guards: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[][];
                                    proven: boolean;
                                } | null;
                                before: {
                                    /** @description What has to hold: any one of these. */
                                    guards: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[][];
                                    proven: boolean;
                                } | null;
                                external: boolean;
                                role: string;
                                who: string;
                            }[];
                            /** @description What is changed, in words. */
                            changes: string[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description By more or fewer hops than before, or more or less surely. */
                            differs: {
                                account: string;
                                /** @description Null: it is not come to. */
                                after: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @description Null: it is not come to. */
                                before: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @enum {string} */
                                kind: "organization" | "administrator" | "role" | "user" | "resource";
                                /** @description One of the shortest, of after the change where there is one; with the first --examples. */
                                way?: {
                                    /** @description By which of its own statements whoever stands at the end is an administrator. */
                                    administrator?: {
                                        /** @description First and last, from 1. */
                                        lines: [
                                            number,
                                            number
                                        ];
                                        /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                        policy: string;
                                        /** @description Sid, or the place from 0. */
                                        statement: string | number;
                                        text: string;
                                    }[];
                                    from: string;
                                    /** @description None: the start is an administrator already. */
                                    hops: {
                                        /** @description Of an access: what is done there. */
                                        action?: string;
                                        /** @description With --commands: AWS CLI calls by which an authorized tester would confirm it. */
                                        commands?: string[];
                                        /** @description The statements on both sides. */
                                        evidence: {
                                            /** @description First and last, from 1. */
                                            lines: [
                                                number,
                                                number
                                            ];
                                            /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                            policy: string;
                                            /** @description Sid, or the place from 0. */
                                            statement: string | number;
                                            text: string;
                                        }[];
                                        from: string;
                                        /** @description What has to hold besides, all of it. */
                                        guard?: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        /**
                                         * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                         * @enum {string}
                                         */
                                        kind: "assume" | "delegate" | "escalate" | "access";
                                        /** @description The workload, policy or group that a technique is done with. */
                                        means: string[];
                                        proven: boolean;
                                        /** @description Why it is only may. */
                                        reasons: string[];
                                        /** @description Calls that show it, in order. */
                                        requests: {
                                            action: string;
                                            context: {
                                                [key: string]: string | string[];
                                            };
                                            principal: string | {
                                                federated: string;
                                            };
                                            resource: {
                                                account: string;
                                                arn: string;
                                            };
                                        }[];
                                        /** @description Of the session that an assumption makes. */
                                        session?: {
                                            /** @description Of a chained session, which is one that a role's session made. */
                                            mostSeconds?: number;
                                            /** @description What the call has to set, so that a later hop of the way is let through. */
                                            sets?: {
                                                /**
                                                 * @description Who decides what the key is worth.
                                                 * @enum {string}
                                                 */
                                                controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                                key: string;
                                                /**
                                                 * @description ${ in the values is plain text.
                                                 * @enum {boolean}
                                                 */
                                                literal?: true;
                                                operator: string;
                                                values: string[];
                                            }[];
                                        };
                                        /** @description Its id in docs/techniques.md. */
                                        technique?: string;
                                        /** @description What the technique does. */
                                        title?: string;
                                        to: string;
                                    }[];
                                    proven: boolean;
                                    to: string;
                                };
                                /** @description An ARN, admin:ACCOUNT, or organization. */
                                what: string;
                            }[];
                            /** @description Come to only before it. */
                            disappears: {
                                account: string;
                                /** @description Null: it is not come to. */
                                after: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @description Null: it is not come to. */
                                before: {
                                    hops: number;
                                    /** @description Whether some way of proven hops leads there, be it longer. */
                                    proven: boolean;
                                } | null;
                                /** @enum {string} */
                                kind: "organization" | "administrator" | "role" | "user" | "resource";
                                /** @description One of the shortest, of after the change where there is one; with the first --examples. */
                                way?: {
                                    /** @description By which of its own statements whoever stands at the end is an administrator. */
                                    administrator?: {
                                        /** @description First and last, from 1. */
                                        lines: [
                                            number,
                                            number
                                        ];
                                        /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                        policy: string;
                                        /** @description Sid, or the place from 0. */
                                        statement: string | number;
                                        text: string;
                                    }[];
                                    from: string;
                                    /** @description None: the start is an administrator already. */
                                    hops: {
                                        /** @description Of an access: what is done there. */
                                        action?: string;
                                        /** @description With --commands: AWS CLI calls by which an authorized tester would confirm it. */
                                        commands?: string[];
                                        /** @description The statements on both sides. */
                                        evidence: {
                                            /** @description First and last, from 1. */
                                            lines: [
                                                number,
                                                number
                                            ];
                                            /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                            policy: string;
                                            /** @description Sid, or the place from 0. */
                                            statement: string | number;
                                            text: string;
                                        }[];
                                        from: string;
                                        /** @description What has to hold besides, all of it. */
                                        guard?: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        /**
                                         * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                         * @enum {string}
                                         */
                                        kind: "assume" | "delegate" | "escalate" | "access";
                                        /** @description The workload, policy or group that a technique is done with. */
                                        means: string[];
                                        proven: boolean;
                                        /** @description Why it is only may. */
                                        reasons: string[];
                                        /** @description Calls that show it, in order. */
                                        requests: {
                                            action: string;
                                            context: {
                                                [key: string]: string | string[];
                                            };
                                            principal: string | {
                                                federated: string;
                                            };
                                            resource: {
                                                account: string;
                                                arn: string;
                                            };
                                        }[];
                                        /** @description Of the session that an assumption makes. */
                                        session?: {
                                            /** @description Of a chained session, which is one that a role's session made. */
                                            mostSeconds?: number;
                                            /** @description What the call has to set, so that a later hop of the way is let through. */
                                            sets?: {
                                                /**
                                                 * @description Who decides what the key is worth.
                                                 * @enum {string}
                                                 */
                                                controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                                key: string;
                                                /**
                                                 * @description ${ in the values is plain text.
                                                 * @enum {boolean}
                                                 */
                                                literal?: true;
                                                operator: string;
                                                values: string[];
                                            }[];
                                        };
                                        /** @description Its id in docs/techniques.md. */
                                        technique?: string;
                                        /** @description What the technique does. */
                                        title?: string;
                                        to: string;
                                    }[];
                                    proven: boolean;
                                    to: string;
                                };
                                /** @description An ARN, admin:ACCOUNT, or organization. */
                                what: string;
                            }[];
                            /** @description Only with --findings. */
                            findings?: {
                                closes: {
                                    account: string;
                                    id: string;
                                    rule: string;
                                    /** @enum {string} */
                                    severity: "info" | "low" | "medium" | "high" | "critical";
                                    severityReasons: string[];
                                    subject: string;
                                    title: string;
                                }[];
                                opens: {
                                    account: string;
                                    id: string;
                                    rule: string;
                                    /** @enum {string} */
                                    severity: "info" | "low" | "medium" | "high" | "critical";
                                    severityReasons: string[];
                                    subject: string;
                                    title: string;
                                }[];
                            };
                            from: string;
                            notes: string[];
                            /** @description Null: whatever is come to. */
                            to: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/blast-radius": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that somebody can come to, as `accesslens blast-radius`. */
        get: {
            parameters: {
                query: {
                    /** @description The ARN of a role, session, user or account (arn:aws:iam::123456789012:root), unit:NAME-OR-ID, external, or anyone. */
                    from: string;
                    maxHops?: number;
                    /** @description Hops that only may be possible do not count. */
                    only?: "proven";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            administrators: {
                                account: string;
                                hops: number;
                                /** @description Whether some way of proven hops leads there, be it longer. */
                                proven: boolean;
                            }[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            from: string;
                            notes: string[];
                            reached: {
                                account: string;
                                arn: string;
                                hops: number;
                                /** @enum {string} */
                                kind: "role" | "user" | "resource";
                                /** @description Whether some way of proven hops leads there, be it longer. */
                                proven: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/can-assume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every role that the principal can assume, as `accesslens can-assume`. */
        get: {
            parameters: {
                query: {
                    /** @description A role's, user's or account's ARN. */
                    principal: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            blocked: {
                                because: string;
                                role: string;
                            }[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            notes: string[];
                            principal: string;
                            roles: {
                                certainty: {
                                    /** @enum {string} */
                                    kind: "proven";
                                } | {
                                    /** @enum {string} */
                                    kind: "may";
                                    reasons: string[];
                                };
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                role: string;
                                /**
                                 * @description direct: the policy names it. account: its whole account, organization or unit is let in.
                                 * @enum {string}
                                 */
                                via: "direct" | "account";
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chokepoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fewest accesses whose loss leaves no way, as `accesslens chokepoints`. */
        get: {
            parameters: {
                query: {
                    /** @description The ARN of a role, session, user or account (arn:aws:iam::123456789012:root), unit:NAME-OR-ID, external, or anyone. */
                    from: string;
                    /** @description Hops that only may be possible do not count. */
                    only?: "proven";
                    /** @description The ARN of a role, user or resource, a pattern, admin, admin:123456789012, unit:NAME-OR-ID, or organization. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description The fewest accesses whose loss leaves no way; each of them is needed. */
                            cut: {
                                /** @description Of an access: what is done there. */
                                action?: string;
                                /** @description With --commands: AWS CLI calls by which an authorized tester would confirm it. */
                                commands?: string[];
                                /** @description The statements on both sides. */
                                evidence: {
                                    /** @description First and last, from 1. */
                                    lines: [
                                        number,
                                        number
                                    ];
                                    /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                    policy: string;
                                    /** @description Sid, or the place from 0. */
                                    statement: string | number;
                                    text: string;
                                }[];
                                from: string;
                                /** @description What has to hold besides, all of it. */
                                guard?: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                /**
                                 * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                 * @enum {string}
                                 */
                                kind: "assume" | "delegate" | "escalate" | "access";
                                /** @description The workload, policy or group that a technique is done with. */
                                means: string[];
                                proven: boolean;
                                /** @description Why it is only may. */
                                reasons: string[];
                                /** @description Calls that show it, in order. */
                                requests: {
                                    action: string;
                                    context: {
                                        [key: string]: string | string[];
                                    };
                                    principal: string | {
                                        federated: string;
                                    };
                                    resource: {
                                        account: string;
                                        arn: string;
                                    };
                                }[];
                                /** @description Of the session that an assumption makes. */
                                session?: {
                                    /** @description Of a chained session, which is one that a role's session made. */
                                    mostSeconds?: number;
                                    /** @description What the call has to set, so that a later hop of the way is let through. */
                                    sets?: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[];
                                };
                                /** @description Its id in docs/techniques.md. */
                                technique?: string;
                                /** @description What the technique does. */
                                title?: string;
                                to: string;
                            }[];
                            /** @description Ways that share no access: as many as the cut has, so that fewer do not suffice. */
                            disjointWays: number;
                            from: string;
                            /**
                             * @description uncuttable: some start is a target already, or becomes it by what can't be cut.
                             * @enum {string}
                             */
                            kind: "cut" | "uncuttable";
                            notes: string[];
                            /** @enum {string} */
                            over: "edges";
                            /** @description Principals and accounts that can be come to before the cut. */
                            targets: number;
                            to: string;
                        } | {
                            /** @description No set of fewer statements cuts every way. */
                            atLeast: number;
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description Without these statements no way is left; each of them is needed. */
                            cut: {
                                /**
                                 * @description attachment: the policy is AWS's own, or its text is not at hand, and can be detached only.
                                 * @enum {string}
                                 */
                                kind: "trust-policy" | "inline-policy" | "managed-policy" | "attachment" | "resource-policy";
                                lines: [
                                    number,
                                    number
                                ] | null;
                                /** @description With it, and without the others of the cut, there is this way again. */
                                needed: {
                                    from: string;
                                    /**
                                     * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                     * @enum {string}
                                     */
                                    kind: "assume" | "delegate" | "escalate" | "access";
                                    proven: boolean;
                                    /** @description Its id in docs/techniques.md. */
                                    technique?: string;
                                    to: string;
                                }[];
                                /** @description As in the evidence of hops. */
                                policy: string;
                                /** @description Whom its removal concerns: principals, or the resource. */
                                principals: string[];
                                /** @description Sid, or the place from 0; null: the policy whole. */
                                statement: string | number | null;
                                text: string;
                                /** @description How many of the ways that were looked at it cuts. */
                                ways: number;
                            }[];
                            from: string;
                            /**
                             * @description uncuttable: some way rests on no statement. unfinished: the budget ended before a cut was found.
                             * @enum {string}
                             */
                            kind: "cut" | "uncuttable" | "unfinished";
                            /** @description Whether it is proven that fewer do not suffice. */
                            minimum: boolean;
                            notes: string[];
                            /** @description Accesses between two principals that are lost besides, though they lie on no way to a target. */
                            otherAccessesLost: number;
                            /** @enum {string} */
                            over: "statements";
                            /** @description Principals and accounts that can be come to before the cut. */
                            targets: number;
                            to: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed, latest first: who gained or lost access, and who did it. */
        get: {
            parameters: {
                query?: {
                    /** @description Only changes of these. */
                    about?: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                    /** @description Only of these accounts; organization: what belongs to none. */
                    account?: string[];
                    /** @description Part of the ARN of whoever did it, or of the role that issued the session. */
                    actor?: string;
                    /** @description Whether it was announced. */
                    expected?: boolean;
                    /** @description Not before then: milliseconds since 1970. */
                    from?: number;
                    /** @description Only of these. */
                    kind?: ("changed" | "opened-and-closed" | "missed-by-events" | "unresolved")[];
                    limit?: number;
                    offset?: number;
                    /** @description Only changes of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only changes at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description gained, lost: somebody did; outsiders: somebody outside gained; neither: nobody is known to have. */
                    side?: ("gained" | "lost" | "outsiders" | "neither")[];
                    /** @description What changed: an ARN, or an id. */
                    subject?: string;
                    /** @description Words, each of which stands in the title, the subject, the id or the ticket, in whatever case. */
                    text?: string;
                    /** @description Not after then: milliseconds since 1970. */
                    to?: number;
                    /** @description Only by these principals. */
                    who?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Latest first. */
                            events: {
                                about: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                                account: string | null;
                                accountName: string | null;
                                /** @description Principals, the last first. */
                                actors: string[];
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Parties. */
                                gained: number;
                                id: string;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                kind: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                                lost: number;
                                revertedBy: string | null;
                                reverts: string | null;
                                /** @description In the order in which changes were settled. */
                                sequence: number;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                /** @description gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have. */
                                sides: ("gained" | "lost" | "outsiders" | "neither")[];
                                strengthened: number;
                                subject: string;
                                /** @description By which it was expected. */
                                ticket: string | null;
                                title: string;
                                /** @description Guards. */
                                weakened: number;
                            }[];
                            /** @description The store holds older changes that are not counted here. */
                            older: boolean;
                            /** @description All that was settled up to it is in the answer: news are asked for after it. */
                            sequence: number;
                            /** @description How many there are, on this page and all others. */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drift/event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One change whole: who gained and lost under which guard, who did it, the policy before and after, and who was told, or why not. */
        get: {
            parameters: {
                query: {
                    id: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description That it was expected by, where the store still has it. */
                            approval: {
                                createdBy: string;
                                /** @description Milliseconds since 1970. */
                                from: number;
                                principal: string | null;
                                reason: string;
                                subject: string | null;
                                ticket: string;
                                /** @description Milliseconds since 1970. */
                                to: number;
                                withdrawnAt: number | null;
                            } | null;
                            /** @description Why an alert was, or was not, sent. */
                            decisions: {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description null: for all channels. */
                                channel: string | null;
                                /** @enum {string} */
                                verdict: "sent" | "grouped" | "held" | "below-severity" | "not-routed" | "maintenance" | "expected" | "rate-limited" | "no-channel";
                                why: string;
                            }[];
                            /** @description Of the latest alerts that tell of it by itself, not only as one more. */
                            deliveries: {
                                /** @description When it is tried next, or was delivered or given up. */
                                at: number;
                                attempts: number;
                                channel: string;
                                lastError: string | null;
                                /** @enum {string} */
                                status: "waiting" | "sending" | "delivered" | "dead";
                            }[];
                            event: {
                                account: string | null;
                                accountName: string | null;
                                actors: {
                                    account: string | null;
                                    invokedBy?: string;
                                    kind: string;
                                    mfa: boolean | null;
                                    onBehalfOf?: string;
                                    principal: string;
                                    sessionIssuer: string | null;
                                    sourceIp: string | null;
                                    userAgent: string | null;
                                }[];
                                /** @description Milliseconds since 1970. */
                                at: number;
                                changes: {
                                    /** @description null: it concerns the organization. */
                                    account: string | null;
                                    after: string | null;
                                    /** @description The text of before; null: there was none, or it is not one text. */
                                    before: string | null;
                                    /** @description A request that the policy allows after and not before, and the other way around. */
                                    examples: {
                                        gained: {
                                            action: string;
                                            context: {
                                                [key: string]: string | string[];
                                            };
                                            principal: string | {
                                                federated: string;
                                            };
                                            resource: {
                                                account: string;
                                                arn: string;
                                            };
                                        } | null;
                                        lost: {
                                            action: string;
                                            context: {
                                                [key: string]: string | string[];
                                            };
                                            principal: string | {
                                                federated: string;
                                            };
                                            resource: {
                                                account: string;
                                                arn: string;
                                            };
                                        } | null;
                                    };
                                    findings: {
                                        closed: string[];
                                        opened: string[];
                                    };
                                    /** @description Outsiders first. */
                                    gained: {
                                        /** @description Outside of the organization. */
                                        external: boolean;
                                        guard: {
                                            controlledBy: string;
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        id: string;
                                        /** @description account, role, user, session, federated, service, organization, … */
                                        kind: string;
                                        /** @description Account or vendor name, where known. */
                                        name?: string;
                                        proven: boolean;
                                        /** @enum {string} */
                                        via: "direct" | "account";
                                    }[];
                                    guards: {
                                        after: string[];
                                        before: string[];
                                        /** @enum {string} */
                                        change: "external-id-dropped" | "organization-dropped" | "mfa-dropped" | "condition-dropped" | "condition-widened" | "condition-added" | "condition-narrowed" | "condition-changed" | "principal-widened" | "principal-narrowed" | "proven-now" | "unproven-now";
                                        /** @description Of the condition; null: it is about the principal. */
                                        key: string | null;
                                        weaker: boolean;
                                        /** @description A party's id. */
                                        who: string;
                                    }[];
                                    /** @enum {string} */
                                    happened: "appeared" | "changed" | "disappeared";
                                    /** @enum {string} */
                                    kind: "trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage";
                                    lost: {
                                        /** @description Outside of the organization. */
                                        external: boolean;
                                        guard: {
                                            controlledBy: string;
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        id: string;
                                        /** @description account, role, user, session, federated, service, organization, … */
                                        kind: string;
                                        /** @description Account or vendor name, where known. */
                                        name?: string;
                                        proven: boolean;
                                        /** @enum {string} */
                                        via: "direct" | "account";
                                    }[];
                                    /**
                                     * @description other: more here and less there. unclear: it could not be decided, and the notes say why.
                                     * @enum {string}
                                     */
                                    meaning: "wider" | "narrower" | "other" | "same" | "unclear";
                                    /** @description Those that are not told one by one. */
                                    more: {
                                        gained: number;
                                        lost: number;
                                    };
                                    /** @description What is not known and could change this. */
                                    notes: string[];
                                    /** @description What those who gained can do next. */
                                    reaches: string[];
                                    /** @description An ARN, or the id of an account, unit, control policy or organization. */
                                    subject: string;
                                    summary: string;
                                }[];
                                /** @description CloudTrail's eventID and eventName. */
                                events: {
                                    /** @description Milliseconds since 1970. */
                                    at: number;
                                    id: string;
                                    name: string;
                                }[];
                                expected: {
                                    approval: string;
                                    ticket: string;
                                } | null;
                                findings: {
                                    closed: {
                                        id: string;
                                        rule: string;
                                        /** @enum {string} */
                                        severity: "info" | "low" | "medium" | "high" | "critical";
                                        subject: string;
                                        title: string;
                                    }[];
                                    opened: {
                                        id: string;
                                        rule: string;
                                        /** @enum {string} */
                                        severity: "info" | "low" | "medium" | "high" | "critical";
                                        subject: string;
                                        title: string;
                                    }[];
                                };
                                id: string;
                                /** @description What was possible for a while only. */
                                interlude: {
                                    eventId: string;
                                    /** @description Milliseconds since 1970. */
                                    from: number;
                                    /** @description Milliseconds since 1970. */
                                    to: number;
                                } | null;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                kind: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                                /** @description Milliseconds since 1970. */
                                noticedAt: number;
                                organizationPath: string | null;
                                ownerTags: {
                                    [key: string]: string;
                                };
                                /** @description The change that this one takes back, whole. */
                                reverts: string | null;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                severityReasons: string[];
                                subject: string;
                                title: string;
                            };
                            /** @description Ids of its findings that the snapshot at hand has. */
                            presentFindings: string[];
                            takenBackBy: {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                id: string;
                                title: string;
                            } | null;
                            takesBack: {
                                /** @description Milliseconds since 1970. */
                                at: number;
                                id: string;
                                title: string;
                            } | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drift/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many changes there are of each severity, account, actor and so on, each counted under the other filters. */
        get: {
            parameters: {
                query?: {
                    /** @description Only changes of these. */
                    about?: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                    /** @description Only of these accounts; organization: what belongs to none. */
                    account?: string[];
                    /** @description Part of the ARN of whoever did it, or of the role that issued the session. */
                    actor?: string;
                    /** @description Whether it was announced. */
                    expected?: boolean;
                    /** @description Not before then: milliseconds since 1970. */
                    from?: number;
                    /** @description Only of these. */
                    kind?: ("changed" | "opened-and-closed" | "missed-by-events" | "unresolved")[];
                    /** @description Only changes of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only changes at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description gained, lost: somebody did; outsiders: somebody outside gained; neither: nobody is known to have. */
                    side?: ("gained" | "lost" | "outsiders" | "neither")[];
                    /** @description What changed: an ARN, or an id. */
                    subject?: string;
                    /** @description Words, each of which stands in the title, the subject, the id or the ticket, in whatever case. */
                    text?: string;
                    /** @description Not after then: milliseconds since 1970. */
                    to?: number;
                    /** @description Only by these principals. */
                    who?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Most first. */
                            about: {
                                count: number;
                                /** @enum {string} */
                                value: "trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage";
                            }[];
                            /** @description Most first. */
                            account: {
                                count: number;
                                name: string | null;
                                value: string;
                            }[];
                            /** @description Most first. */
                            actor: {
                                count: number;
                                value: string;
                            }[];
                            expected: {
                                count: number;
                                value: boolean;
                            }[];
                            /** @description Most first. */
                            kind: {
                                count: number;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                value: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                            }[];
                            /** @description Worst first. */
                            severity: {
                                count: number;
                                /** @enum {string} */
                                value: "info" | "low" | "medium" | "high" | "critical";
                            }[];
                            side: {
                                count: number;
                                /** @enum {string} */
                                value: "gained" | "lost" | "outsiders" | "neither";
                            }[];
                            /** @description Changes that meet all filters. */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drift/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was settled after a sequence: at once, or as soon as there is something. Asked again after the answer's sequence, nothing is missed or told twice. */
        get: {
            parameters: {
                query: {
                    /** @description Only changes of these. */
                    about?: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                    /** @description Only of these accounts; organization: what belongs to none. */
                    account?: string[];
                    /** @description Part of the ARN of whoever did it, or of the role that issued the session. */
                    actor?: string;
                    /** @description The sequence of the answer before. */
                    after: number;
                    /** @description Whether it was announced. */
                    expected?: boolean;
                    /** @description Not before then: milliseconds since 1970. */
                    from?: number;
                    /** @description Only of these. */
                    kind?: ("changed" | "opened-and-closed" | "missed-by-events" | "unresolved")[];
                    /** @description Only changes of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only changes at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description gained, lost: somebody did; outsiders: somebody outside gained; neither: nobody is known to have. */
                    side?: ("gained" | "lost" | "outsiders" | "neither")[];
                    /** @description What changed: an ARN, or an id. */
                    subject?: string;
                    /** @description Words, each of which stands in the title, the subject, the id or the ticket, in whatever case. */
                    text?: string;
                    /** @description Not after then: milliseconds since 1970. */
                    to?: number;
                    /** @description Seconds, where there is nothing yet. */
                    wait?: number;
                    /** @description Only by these principals. */
                    who?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Latest first, 100 at most. */
                            events: {
                                about: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                                account: string | null;
                                accountName: string | null;
                                /** @description Principals, the last first. */
                                actors: string[];
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Parties. */
                                gained: number;
                                id: string;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                kind: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                                lost: number;
                                revertedBy: string | null;
                                reverts: string | null;
                                /** @description In the order in which changes were settled. */
                                sequence: number;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                /** @description gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have. */
                                sides: ("gained" | "lost" | "outsiders" | "neither")[];
                                strengthened: number;
                                subject: string;
                                /** @description By which it was expected. */
                                ticket: string | null;
                                title: string;
                                /** @description Guards. */
                                weakened: number;
                            }[];
                            /** @description What to ask after next. */
                            sequence: number;
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drift/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many changes, by which somebody gained or lost, in each hour, day or week; all together, and by account. */
        get: {
            parameters: {
                query?: {
                    /** @description Only changes of these. */
                    about?: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                    /** @description Only of these accounts; organization: what belongs to none. */
                    account?: string[];
                    /** @description Part of the ARN of whoever did it, or of the role that issued the session. */
                    actor?: string;
                    /** @description Whether it was announced. */
                    expected?: boolean;
                    /** @description Not before then: milliseconds since 1970. */
                    from?: number;
                    /** @description Only of these. */
                    kind?: ("changed" | "opened-and-closed" | "missed-by-events" | "unresolved")[];
                    /** @description Only changes of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only changes at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description gained, lost: somebody did; outsiders: somebody outside gained; neither: nobody is known to have. */
                    side?: ("gained" | "lost" | "outsiders" | "neither")[];
                    /** @description What changed: an ARN, or an id. */
                    subject?: string;
                    /** @description Words, each of which stands in the title, the subject, the id or the ticket, in whatever case. */
                    text?: string;
                    /** @description Not after then: milliseconds since 1970. */
                    to?: number;
                    /** @description Only by these principals. */
                    who?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Those with most changes first. */
                            accounts: {
                                /** @description null: the organization. */
                                account: string | null;
                                buckets: {
                                    /** @description Where it begins. */
                                    at: number;
                                    events: number;
                                    /** @description Changes by which somebody did, or a guard became weaker. */
                                    gained: number;
                                    lost: number;
                                    /** @description Of them, those that concern outsiders. */
                                    outsiders: number;
                                    /** @enum {string} */
                                    worst: "info" | "low" | "medium" | "high" | "critical";
                                }[];
                                events: number;
                                name: string | null;
                            }[];
                            /** @description Those in which something happened, in order. */
                            buckets: {
                                /** @description Where it begins. */
                                at: number;
                                events: number;
                                /** @description Changes by which somebody did, or a guard became weaker. */
                                gained: number;
                                lost: number;
                                /** @description Of them, those that concern outsiders. */
                                outsiders: number;
                                /** @enum {string} */
                                worst: "info" | "low" | "medium" | "high" | "critical";
                            }[];
                            /** @description Of the first bucket that the picture has. */
                            from: number;
                            moreAccounts: number;
                            /** @description Changes whose time is too far from the others' for the picture. */
                            outside: number;
                            /** @description Where the last one ends. */
                            to: number;
                            /**
                             * @description How long a bucket is, in UTC; weeks begin on Mondays.
                             * @enum {string}
                             */
                            unit: "hour" | "day" | "week";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exposure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who can come there, outsiders first, as `accesslens exposure`. */
        get: {
            parameters: {
                query: {
                    /** @description What has to be possible at a resource; any data access. */
                    action?: string;
                    maxHops?: number;
                    /** @description Hops that only may be possible do not count. */
                    only?: "proven";
                    /** @description The ARN of a role, user or resource, a pattern, admin, admin:123456789012, unit:NAME-OR-ID, or organization. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            notes: string[];
                            to: string;
                            /** @description Outsiders first, then those with fewer hops. */
                            who: {
                                /** @description Outside of the organization. */
                                external: boolean;
                                /** @description What outsiders have to bring to come in. */
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                hops: number;
                                /** @description A principal's ARN, an account's root, a provider, an organization, or anyone. */
                                id: string;
                                /** @description Whether some way of proven hops leads there, be it longer. */
                                proven: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings, worst first, as `accesslens scan --chains --format json`. */
        get: {
            parameters: {
                query?: {
                    /** @description Only of these accounts. */
                    account?: string[];
                    /** @description A finding's id: only those that stem from the same, as a group of /api/findings/groups. */
                    like?: string;
                    /** @description At most so many; all where it is left out. */
                    limit?: number;
                    offset?: number;
                    /** @description Only of these rules. */
                    rule?: string[];
                    /** @description Only findings of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only findings at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description Only of these. */
                    status?: ("open" | "suppressed" | "baseline")[];
                    /** @description Rows: without evidence, who, witness and fix, and with why they are accepted. */
                    summary?: boolean;
                    /** @description Words, each of which stands in the title, the subject or the id, in whatever case. */
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            counts: {
                                [key: string]: number;
                            };
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description Worst first. */
                            findings: ({
                                account: string;
                                evidence: {
                                    /** @description First and last, from 1. */
                                    lines: [
                                        number,
                                        number
                                    ];
                                    /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                    policy: string;
                                    /** @description Sid, or the place from 0. */
                                    statement: string | number;
                                    text: string;
                                }[];
                                fix: {
                                    /** @description What else goes with the edit; null: not evaluated. */
                                    alsoLost: {
                                        accesses: {
                                            /** @description `assume`, a technique's id, or `is`. */
                                            by: string;
                                            from: string;
                                            to: string;
                                        }[];
                                        more: number;
                                    } | null;
                                    /** @description The whole policy after the edit. */
                                    policy: string | null;
                                    summary: string;
                                    /** @description Whether everything was evaluated again with the edit, and the finding is gone. */
                                    verified: boolean;
                                    /** @description The edited policy, as evidence calls it; null: advice only. */
                                    where: string | null;
                                } | null;
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                /** @description The same cause has the same id in every snapshot. */
                                id: string;
                                impact: string[];
                                rule: string;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                severityReasons: string[];
                                /**
                                 * @description suppressed: accepted, in the suppression file. baseline: known before.
                                 * @enum {string}
                                 */
                                status: "open" | "suppressed" | "baseline";
                                /** @description An ARN. */
                                subject: string;
                                title: string;
                                who: {
                                    /** @description Outside of the organization. */
                                    external: boolean;
                                    /** @description What has to hold besides, all of it. */
                                    guard: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[];
                                    id: string;
                                    /** @enum {string} */
                                    kind: "account" | "role" | "user" | "session" | "federated" | "service" | "organization" | "organizational-unit" | "any-account" | "anonymous";
                                    /** @description Of the account or vendor, where known. */
                                    name?: string;
                                    proven: boolean;
                                    /**
                                     * @description direct: the policy names it. account: its whole account, organization or unit is let in.
                                     * @enum {string}
                                     */
                                    via: "direct" | "account";
                                }[];
                                witness: {
                                    action: string;
                                    context: {
                                        [key: string]: string | string[];
                                    };
                                    principal: string | {
                                        federated: string;
                                    };
                                    resource: {
                                        account: string;
                                        arn: string;
                                    };
                                } | null;
                            } | {
                                /** @description null: nobody has accepted it. */
                                acceptance: {
                                    /**
                                     * @description rule: an entry for a rule and a subject, which may cover other findings, too.
                                     * @enum {string}
                                     */
                                    entry: "finding" | "rule";
                                    /** @description YYYY-MM-DD: the last day on which it counts. */
                                    expires: string;
                                    /** @description Who said so. */
                                    owner: string | null;
                                    reason: string;
                                } | null;
                                account: string;
                                accountName: string | null;
                                /** @description The same cause has the same id in every snapshot. */
                                id: string;
                                rule: string;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                severityReasons: string[];
                                /**
                                 * @description suppressed: accepted, in the suppression file. baseline: known before.
                                 * @enum {string}
                                 */
                                status: "open" | "suppressed" | "baseline";
                                /** @description An ARN. */
                                subject: string;
                                title: string;
                            })[];
                            notes: string[];
                            /** @description How many there are, this page and all others. */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One finding as `accesslens explain`, and its fix as texts to take along; by its id, or the beginning of one. */
        get: {
            parameters: {
                query?: {
                    /** @description advised: at once; of a chain, the edit that is best of those tried takes seconds in a large organization. */
                    fix?: "tried" | "advised";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description null: nobody has accepted it. */
                            acceptance: {
                                /**
                                 * @description rule: an entry for a rule and a subject, which may cover other findings, too.
                                 * @enum {string}
                                 */
                                entry: "finding" | "rule";
                                /** @description YYYY-MM-DD: the last day on which it counts. */
                                expires: string;
                                /** @description Who said so. */
                                owner: string | null;
                                reason: string;
                            } | null;
                            account: string;
                            accountName: string | null;
                            /** @description Findings that stem from the same, this one among them. */
                            alike: number;
                            /** @description The fix as texts to take along; null: advice only. */
                            edit: {
                                /** @description The policy as it is, laid out as the fix's; null: not at hand. */
                                before: string | null;
                                commands: {
                                    /** @description AWS CLI; each value is one word to a shell, whatever it holds. */
                                    cli: string | null;
                                    /** @description The property as YAML, for the resource of your own template. */
                                    cloudFormation: string | null;
                                    /** @description The attribute, for the resource that stands in your own files. */
                                    terraform: string | null;
                                };
                                /** @description External IDs are masked in the policy, which is not to be applied so: there are no commands. */
                                masked: boolean;
                            } | null;
                            evidence: {
                                /** @description First and last, from 1. */
                                lines: [
                                    number,
                                    number
                                ];
                                /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                policy: string;
                                /** @description Sid, or the place from 0. */
                                statement: string | number;
                                text: string;
                            }[];
                            fix: {
                                /** @description What else goes with the edit; null: not evaluated. */
                                alsoLost: {
                                    accesses: {
                                        /** @description `assume`, a technique's id, or `is`. */
                                        by: string;
                                        from: string;
                                        to: string;
                                    }[];
                                    more: number;
                                } | null;
                                /** @description The whole policy after the edit. */
                                policy: string | null;
                                summary: string;
                                /** @description Whether everything was evaluated again with the edit, and the finding is gone. */
                                verified: boolean;
                                /** @description The edited policy, as evidence calls it; null: advice only. */
                                where: string | null;
                            } | null;
                            guard: {
                                /**
                                 * @description Who decides what the key is worth.
                                 * @enum {string}
                                 */
                                controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                key: string;
                                /**
                                 * @description ${ in the values is plain text.
                                 * @enum {boolean}
                                 */
                                literal?: true;
                                operator: string;
                                values: string[];
                            }[];
                            /** @description The same cause has the same id in every snapshot. */
                            id: string;
                            impact: string[];
                            rule: string;
                            /** @enum {string} */
                            severity: "info" | "low" | "medium" | "high" | "critical";
                            severityReasons: string[];
                            /** @description The witness as a command, to be asked again. */
                            simulate: string | null;
                            /**
                             * @description suppressed: accepted, in the suppression file. baseline: known before.
                             * @enum {string}
                             */
                            status: "open" | "suppressed" | "baseline";
                            /** @description An ARN. */
                            subject: string;
                            title: string;
                            /** @description The fix is advice so far: `fix=tried` tries edits, which takes seconds in a large organization. */
                            triesFix: boolean;
                            who: {
                                /** @description Outside of the organization. */
                                external: boolean;
                                /** @description What has to hold besides, all of it. */
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                id: string;
                                /** @enum {string} */
                                kind: "account" | "role" | "user" | "session" | "federated" | "service" | "organization" | "organizational-unit" | "any-account" | "anonymous";
                                /** @description Of the account or vendor, where known. */
                                name?: string;
                                proven: boolean;
                                /**
                                 * @description direct: the policy names it. account: its whole account, organization or unit is let in.
                                 * @enum {string}
                                 */
                                via: "direct" | "account";
                            }[];
                            witness: {
                                action: string;
                                context: {
                                    [key: string]: string | string[];
                                };
                                principal: string | {
                                    federated: string;
                                };
                                resource: {
                                    account: string;
                                    arn: string;
                                };
                            } | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/{id}/life": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a finding lived: when it was first seen, accepted, fixed and found again, and by which changes. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            closed: {
                                about: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                                account: string | null;
                                accountName: string | null;
                                /** @description Principals, the last first. */
                                actors: string[];
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Parties. */
                                gained: number;
                                id: string;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                kind: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                                lost: number;
                                revertedBy: string | null;
                                reverts: string | null;
                                /** @description In the order in which changes were settled. */
                                sequence: number;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                /** @description gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have. */
                                sides: ("gained" | "lost" | "outsiders" | "neither")[];
                                strengthened: number;
                                subject: string;
                                /** @description By which it was expected. */
                                ticket: string | null;
                                title: string;
                                /** @description Guards. */
                                weakened: number;
                            }[];
                            /** @description null: the store has not seen the finding. */
                            life: {
                                acceptedUntil: number | null;
                                /** @description Milliseconds since 1970. */
                                firstSeen: number;
                                history: {
                                    /** @description Milliseconds since 1970. */
                                    at: number;
                                    /** @enum {string} */
                                    state: "open" | "fixed" | "accepted" | "reopened";
                                    why: string;
                                }[];
                                /** @description Milliseconds since 1970. */
                                lastSeen: number;
                                /** @enum {string} */
                                state: "open" | "fixed" | "accepted" | "reopened";
                            } | null;
                            /** @description Changes that opened it, latest first. */
                            opened: {
                                about: ("trust-policy" | "resource-policy" | "resource-settings" | "identity-policy" | "permissions-boundary" | "instance-profile" | "control-policy" | "account" | "organizational-unit" | "delegated-administrator" | "identity-provider" | "identity-center" | "roles-anywhere" | "account-settings" | "session-length" | "tags" | "coverage")[];
                                account: string | null;
                                accountName: string | null;
                                /** @description Principals, the last first. */
                                actors: string[];
                                /** @description Milliseconds since 1970. */
                                at: number;
                                /** @description Parties. */
                                gained: number;
                                id: string;
                                /**
                                 * @description opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.
                                 * @enum {string}
                                 */
                                kind: "changed" | "opened-and-closed" | "missed-by-events" | "unresolved";
                                lost: number;
                                revertedBy: string | null;
                                reverts: string | null;
                                /** @description In the order in which changes were settled. */
                                sequence: number;
                                /** @enum {string} */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                /** @description gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have. */
                                sides: ("gained" | "lost" | "outsiders" | "neither")[];
                                strengthened: number;
                                subject: string;
                                /** @description By which it was expected. */
                                ticket: string | null;
                                title: string;
                                /** @description Guards. */
                                weakened: number;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many findings there are of each severity, status, rule and account, each counted under the other filters. */
        get: {
            parameters: {
                query?: {
                    /** @description Only of these accounts. */
                    account?: string[];
                    /** @description A finding's id: only those that stem from the same, as a group of /api/findings/groups. */
                    like?: string;
                    /** @description Only of these rules. */
                    rule?: string[];
                    /** @description Only findings of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only findings at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description Only of these. */
                    status?: ("open" | "suppressed" | "baseline")[];
                    /** @description Words, each of which stands in the title, the subject or the id, in whatever case. */
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Most first. */
                            account: {
                                count: number;
                                name: string | null;
                                value: string;
                            }[];
                            /** @description Most first. */
                            rule: {
                                count: number;
                                title: string;
                                value: string;
                            }[];
                            /** @description Worst first. */
                            severity: {
                                count: number;
                                /** @enum {string} */
                                value: "info" | "low" | "medium" | "high" | "critical";
                            }[];
                            status: {
                                count: number;
                                /** @enum {string} */
                                value: "open" | "suppressed";
                            }[];
                            /** @description Findings that meet all filters. */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Findings by what they stem from: those of one rule and one policy text, in whatever accounts, are one group. */
        get: {
            parameters: {
                query?: {
                    /** @description Only of these accounts. */
                    account?: string[];
                    /** @description A finding's id: only those that stem from the same, as a group of /api/findings/groups. */
                    like?: string;
                    limit?: number;
                    offset?: number;
                    /** @description Only of these rules. */
                    rule?: string[];
                    /** @description Only findings of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only findings at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description Only of these. */
                    status?: ("open" | "suppressed" | "baseline")[];
                    /** @description Words, each of which stands in the title, the subject or the id, in whatever case. */
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Findings in all of them. */
                            findings: number;
                            /** @description Worst first, then those with most findings. */
                            groups: {
                                accounts: number;
                                /** @description The worst finding of the group; `like` takes it to ask for all of them. */
                                example: string;
                                findings: number;
                                open: number;
                                rule: string;
                                ruleTitle: string;
                                /**
                                 * @description Of the worst.
                                 * @enum {string}
                                 */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                /**
                                 * @description What they have in common besides the rule: the text of a trust or identity policy; a role's name and trust policy; own: it stands alone.
                                 * @enum {string}
                                 */
                                source: "trust-policy" | "identity-policy" | "role" | "own";
                                /** @description Of the worst. */
                                subject: string;
                                subjects: number;
                                /** @description Of the worst. */
                                title: string;
                            }[];
                            /** @description Groups, on this page and all others. */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/findings/ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ids of all findings that meet the filters, to choose them together. */
        get: {
            parameters: {
                query?: {
                    /** @description Only of these accounts. */
                    account?: string[];
                    /** @description A finding's id: only those that stem from the same, as a group of /api/findings/groups. */
                    like?: string;
                    /** @description Only of these rules. */
                    rule?: string[];
                    /** @description Only findings of just these severities. */
                    severities?: ("info" | "low" | "medium" | "high" | "critical")[];
                    /** @description Only findings at or above it. */
                    severity?: "info" | "low" | "medium" | "high" | "critical";
                    /** @description Only of these. */
                    status?: ("open" | "suppressed" | "baseline")[];
                    /** @description Words, each of which stands in the title, the subject or the id, in whatever case. */
                    text?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Worst first, 10,000 at most. */
                            ids: string[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts in their units, the parties around them, and how many roles let whom in. */
        get: {
            parameters: {
                query?: {
                    /** @description Only roles whose permissions give it a use (docs/techniques.md): those that administer their account have none. */
                    technique?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: {
                                /** @description Somebody is or can become its administrator. */
                                administered: boolean;
                                /** @description Open ones of high or critical severity. */
                                findings: number;
                                /** @description Whether its IAM data was read. */
                                hasData: boolean;
                                id: string;
                                name: string | null;
                                roles: number;
                                /** @description Of its worst open finding. */
                                severity: ("info" | "low" | "medium" | "high" | "critical") | null;
                                status: string;
                                /** @description Its place among the units; null: not known, or it is in none. */
                                unit: number | null;
                            }[];
                            /** @description Seconds since 1970. */
                            createdAt: number;
                            flags: ("external" | "withoutExternalId" | "leadsToAdministrator" | "crossesUnits" | "unused" | "may" | "service" | "identityProvider" | "anyone" | "wholeAccount")[];
                            organization: string | null;
                            /** @description Whoever is let in and is none of the accounts. */
                            parties: {
                                /** @description Outside of the organization; its own people and clusters are not. */
                                external: boolean;
                                /** @description Where very many are alike, what they are called together. */
                                group: string | null;
                                id: string;
                                /** @enum {string} */
                                kind: "account" | "organization" | "organizational-unit" | "any-account" | "federated" | "service";
                                /** @description Of the vendor or account, where known. */
                                name: string | null;
                            }[];
                            /** @description Those that somebody can use, and how many. */
                            techniques: {
                                id: string;
                                principals: number;
                                title: string;
                            }[];
                            /** @description Columns of one length. What an account trusts itself with is left out. */
                            trusts: {
                                flags: number[];
                                /** @description An account's place; from the number of accounts on, a party's. */
                                from: number[];
                                /** @description How many roles let it in so. */
                                roles: number[];
                                /** @description An account's place. */
                                to: number[];
                            };
                            units: {
                                id: string;
                                name: string;
                                /** @description Its place among the units, before this one; null: a root. */
                                parent: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account's roles and users, who is let in, and whom they come to in one hop. */
        get: {
            parameters: {
                query: {
                    account: string;
                    /** @description Only roles whose permissions give it a use (docs/techniques.md): those that administer their account have none. */
                    technique?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            /** @description Other accounts that `from` and `to` name. */
                            accounts: string[];
                            /** @description Columns of one length. */
                            edges: {
                                /** @description How many principals at the other end. */
                                count: number[];
                                flags: number[];
                                /** @description A place among roles, then accounts, then parties. */
                                from: number[];
                                /** @description `trust`, `assume`, or a technique's id. */
                                kind: string[];
                                /** @description The same. */
                                to: number[];
                            };
                            parties: {
                                /** @description Outside of the organization; its own people and clusters are not. */
                                external: boolean;
                                /** @description Where very many are alike, what they are called together. */
                                group: string | null;
                                id: string;
                                /** @enum {string} */
                                kind: "account" | "organization" | "organizational-unit" | "any-account" | "federated" | "service";
                                /** @description Of the vendor or account, where known. */
                                name: string | null;
                            }[];
                            roles: {
                                arn: string;
                                /** @description Bits by the place of a flag in `flags`. */
                                flags: number;
                                /** @enum {string} */
                                kind: "role" | "user";
                                name: string;
                                severity: ("info" | "low" | "medium" | "high" | "critical") | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/map/trusts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which roles let in whom, behind one arrow of the map. */
        get: {
            parameters: {
                query: {
                    /** @description Flags that have to be set. */
                    all?: number;
                    /** @description organization, unit:ID, account:ID or party:KIND:ID. */
                    from: string;
                    limit?: number;
                    /** @description Flags that must not be. */
                    none?: number;
                    /** @description Only roles whose permissions give it a use (docs/techniques.md): those that administer their account have none. */
                    technique?: string;
                    /** @description organization, unit:ID, account:ID or role:ARN. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How many there are, whether told or not. */
                            total: number;
                            trusts: {
                                /** @description Bits by the place of a flag in `flags`. */
                                flags: number;
                                role: string;
                                who: {
                                    /** @description Outside of the organization; its own people and clusters are not. */
                                    external: boolean;
                                    /** @description Where very many are alike, what they are called together. */
                                    group: string | null;
                                    id: string;
                                    /** @enum {string} */
                                    kind: "account" | "organization" | "organizational-unit" | "any-account" | "federated" | "service";
                                    /** @description Of the vendor or account, where known. */
                                    name: string | null;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organization at a glance, as `accesslens show overview`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: number;
                            accountsWithData: number;
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description When the snapshot was taken: seconds since 1970. */
                            createdAt: number;
                            /** @description Roles that another account is let into, wherever it is. */
                            crossAccountTrusts: number;
                            findings: {
                                [key: string]: number;
                            };
                            notes: string[];
                            /** @description null: the snapshot holds no organization. */
                            organization: string | null;
                            /** @description Who comes in from outside, most roles first. */
                            outsiders: {
                                accounts: number;
                                id: string;
                                kind: string;
                                name: string | null;
                                roles: number;
                            }[];
                            roles: number;
                            /** @description Roles that some party outside of the organization is let into. */
                            rolesOpenToOutsiders: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/party": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An outside party: every role that lets it in, and the external IDs that they ask for. */
        get: {
            parameters: {
                query: {
                    /** @description As /api/map tells it: an account's id, an issuer, a service… */
                    id: string;
                    kind: "account" | "organization" | "organizational-unit" | "any-account" | "federated" | "service";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            externalIds: {
                                /** @description In how many accounts: one ID for several lets a leak in one open all. */
                                accounts: number;
                                roles: number;
                                values: string[];
                            }[];
                            id: string;
                            kind: string;
                            name: string | null;
                            /** @description Who answers for it here, as accesslens.yaml says. */
                            owner: string | null;
                            /** @description Of an account: what is known of it. null: it is no account. */
                            standing: ("ours" | "approved-vendor" | "known-vendor" | "aws-service" | "unknown") | null;
                            /** @description Where ways from it start, as /api/paths takes it; null: ways can't start there alone. */
                            start: string | null;
                            trusts: {
                                account: string;
                                accountName: string | null;
                                /** @description Its place in `externalIds`; null: none is asked for. */
                                externalId: number | null;
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                leadsToAdministrator: boolean;
                                proven: boolean;
                                role: string;
                                /** @description The principal that is let in: an ARN, or the party itself. */
                                who: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways from one to the other, shortest first, hop by hop, as `accesslens paths`. */
        get: {
            parameters: {
                query: {
                    /** @description What has to be possible at a resource; any data access. */
                    action?: string;
                    /** @description The ARN of a role, session, user or account (arn:aws:iam::123456789012:root), unit:NAME-OR-ID, external, or anyone. */
                    from: string;
                    /** @description At most so many ways. */
                    k?: number;
                    maxHops?: number;
                    /** @description Hops that only may be possible do not count. */
                    only?: "proven";
                    /** @description The ARN of a role, user or resource, a pattern, admin, admin:123456789012, unit:NAME-OR-ID, or organization. */
                    to: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether these are all that there are within the limit of hops. */
                            complete: boolean;
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            notes: string[];
                            /** @description Those with fewer hops first. */
                            paths: {
                                /** @description By which of its own statements whoever stands at the end is an administrator. */
                                administrator?: {
                                    /** @description First and last, from 1. */
                                    lines: [
                                        number,
                                        number
                                    ];
                                    /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                    policy: string;
                                    /** @description Sid, or the place from 0. */
                                    statement: string | number;
                                    text: string;
                                }[];
                                from: string;
                                /** @description None: the start is an administrator already. */
                                hops: {
                                    /** @description Of an access: what is done there. */
                                    action?: string;
                                    /** @description With --commands: AWS CLI calls by which an authorized tester would confirm it. */
                                    commands?: string[];
                                    /** @description The statements on both sides. */
                                    evidence: {
                                        /** @description First and last, from 1. */
                                        lines: [
                                            number,
                                            number
                                        ];
                                        /** @description `trust policy of ARN`, `policy of ARN`, a policy's ARN, or an inline policy's `ARN/name`. */
                                        policy: string;
                                        /** @description Sid, or the place from 0. */
                                        statement: string | number;
                                        text: string;
                                    }[];
                                    from: string;
                                    /** @description What has to hold besides, all of it. */
                                    guard?: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[];
                                    /**
                                     * @description delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.
                                     * @enum {string}
                                     */
                                    kind: "assume" | "delegate" | "escalate" | "access";
                                    /** @description The workload, policy or group that a technique is done with. */
                                    means: string[];
                                    proven: boolean;
                                    /** @description Why it is only may. */
                                    reasons: string[];
                                    /** @description Calls that show it, in order. */
                                    requests: {
                                        action: string;
                                        context: {
                                            [key: string]: string | string[];
                                        };
                                        principal: string | {
                                            federated: string;
                                        };
                                        resource: {
                                            account: string;
                                            arn: string;
                                        };
                                    }[];
                                    /** @description Of the session that an assumption makes. */
                                    session?: {
                                        /** @description Of a chained session, which is one that a role's session made. */
                                        mostSeconds?: number;
                                        /** @description What the call has to set, so that a later hop of the way is let through. */
                                        sets?: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                    };
                                    /** @description Its id in docs/techniques.md. */
                                    technique?: string;
                                    /** @description What the technique does. */
                                    title?: string;
                                    to: string;
                                }[];
                                proven: boolean;
                                to: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A policy whole, in the form to whose lines evidence points. */
        get: {
            parameters: {
                query: {
                    /** @description As evidence names it, such as `trust policy of ROLE-ARN`. */
                    name: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            kind: "identity" | "resource" | "trust" | "scp" | "rcp" | "boundary" | "session" | "endpoint";
                            policy: string;
                            /** @description In the form to whose lines evidence points. */
                            text: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/policy-words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Elements, operators, condition keys, services and a service's actions, for who writes a policy. */
        get: {
            parameters: {
                query?: {
                    /** @description Such as s3. */
                    service?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Of the service that was asked about, its prefix included. */
                            actions: string[];
                            elements: string[];
                            /** @description Condition keys; one that ends with / or * goes on with a name. */
                            keys: string[];
                            operators: string[];
                            /** @description Prefixes of actions. */
                            services: string[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the snapshot holds of a role, with its trust policy. */
        get: {
            parameters: {
                query: {
                    /** @description The role's. */
                    arn: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            accountName: string | null;
                            arn: string;
                            attachedPolicies: string[];
                            /** @description Seconds since 1970. */
                            createdAt: number | null;
                            description: string | null;
                            /** @description By name. */
                            inlinePolicies: string[];
                            /** @description Seconds since 1970; never: not within AWS's tracking period; null: not collected. */
                            lastUsedAt: (number | "never") | null;
                            maxSessionSeconds: number;
                            name: string;
                            path: string;
                            permissionsBoundary: string | null;
                            tags: {
                                key: string;
                                value: string;
                            }[];
                            /** @description Laid out; null: not collected. */
                            trustPolicy: string | null;
                            uniqueId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules that run: what each finds, and why it matters. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Those that run. */
                            rules: {
                                id: string;
                                rationale: string;
                                /** @description Addresses, and ids of published checks. */
                                references: string[];
                                /**
                                 * @description The usual one.
                                 * @enum {string}
                                 */
                                severity: "info" | "low" | "medium" | "high" | "critical";
                                title: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts, units, outside parties, roles and users whose id, ARN, path or name holds the text, and policies whose text does. */
        get: {
            parameters: {
                query: {
                    limit?: number;
                    text: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether these are all. */
                            complete: boolean;
                            hits: ({
                                id: string;
                                /** @enum {string} */
                                kind: "account";
                                name: string | null;
                            } | {
                                id: string;
                                /** @enum {string} */
                                kind: "unit";
                                name: string;
                            } | {
                                account: string;
                                arn: string;
                                /** @enum {string} */
                                kind: "role";
                            } | {
                                account: string;
                                arn: string;
                                /** @enum {string} */
                                kind: "user";
                            } | {
                                account: string;
                                /** @description The role's, user's or group's; of a managed policy its own. */
                                arn: string;
                                excerpt: string;
                                /** @enum {string} */
                                kind: "statement";
                                /** @description `trust policy`, `managed policy`, or an inline policy's name. */
                                policy: string;
                            } | {
                                id: string;
                                /** @enum {string} */
                                kind: "outsider";
                                name: string | null;
                                what: string;
                            })[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what they may. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Whether there is a store: GET /api/drift. */
                            history: boolean;
                            may: {
                                /** @description POST and DELETE /api/acceptances. */
                                accept: boolean;
                            };
                            /** @enum {string} */
                            mode: "local" | "team";
                            /** @description Who has signed in, or in whose name findings are accepted. */
                            name: string | null;
                            /** @description What is looked at. */
                            title: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether there is a trail, and how far it is read. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Why it failed. */
                            message: string | null;
                            /** @description While it is read; compressed bytes. */
                            progress: {
                                bytes: number;
                                bytesInAll: number | null;
                                files: number;
                                records: number;
                            } | null;
                            read: {
                                /** @description The trail's end: from here days are counted back. */
                                asOf: string;
                                days: number;
                                /** @description What CloudTrail's digests prove; null: nobody asked. */
                                digests: {
                                    digests: number;
                                    /** @description Files that are missing, changed, or signed by somebody else. */
                                    faults: number;
                                    /** @description The first of them. */
                                    named: {
                                        file: string;
                                        why: string;
                                    }[];
                                    /** @description Digests with CloudTrail's signature. */
                                    signed: number;
                                    /** @description Files of which nothing can be said. */
                                    unproven: number;
                                    /** @description Files that are as a signed digest tells. */
                                    verified: number;
                                } | null;
                                events: number;
                                first: string | null;
                                /** @description Uses that the snapshot's policies would refuse. */
                                impossible: number;
                                last: string | null;
                                /** @description Kinds of facts that were cut for want of memory; nearly always 0. */
                                limits: number;
                                /** @description Ways of whose roles the trail tells too little to call them unused. */
                                notWatched: number;
                                /** @description Files that could not be read whole. */
                                skipped: number;
                                unused: number;
                                /** @description Ways into roles that were used within the days. */
                                used: number;
                            } | null;
                            /**
                             * @description `none`: the server was started without a trail.
                             * @enum {string}
                             */
                            state: "none" | "reading" | "failed" | "read";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/impossible": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened though the snapshot's policies would refuse it, with the cause. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ISO 8601, UTC. */
                            asOf: string;
                            /** @description Granted, and refused by the snapshot's policies. */
                            impossible: {
                                because: string;
                                blockedBy: ("rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access")[];
                                /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                by: string;
                                /** @enum {string} */
                                cause: "role-gone" | "role-made-anew" | "caller-gone" | "caller-made-anew" | "changed-since" | "snapshot-older" | "own-role" | "not-explained";
                                count: number;
                                /** @description Of the earliest, by time. */
                                eventIds: string[];
                                /** @description ISO 8601, UTC. */
                                first: string;
                                /** @description ISO 8601, UTC. */
                                last: string;
                                /** @description The role's ARN, with its path where the snapshot or the trail tells it. */
                                role: string;
                            }[];
                            /** @description Granted, and the trail does not tell enough to say whether the policies let it. */
                            open: {
                                because: string;
                                /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                by: string;
                                count: number;
                                /** @description ISO 8601, UTC. */
                                first: string;
                                /** @description ISO 8601, UTC. */
                                last: string;
                                /** @description The role's ARN, with its path where the snapshot or the trail tells it. */
                                role: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trusts of /api/map with their use: how often, and when last. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ISO 8601, UTC. */
                            asOf: string;
                            days: number;
                            /** @description Impossible uses by callers who have no place on the map. */
                            elsewhere: number;
                            /** @description Columns of one length: those of /api/map, told apart by their use. */
                            trusts: {
                                /** @description Calls that were granted by it, over the whole trail. */
                                calls: number[];
                                flags: number[];
                                /** @description A place, as in /api/map. */
                                from: number[];
                                /** @description Of the calls, those that the snapshot's policies would refuse. */
                                impossible: number[];
                                /** @description null: never seen. */
                                last: (string | null)[];
                                /** @description False: the snapshot has no such way, and yet somebody came by it. */
                                possible: boolean[];
                                roles: number[];
                                to: number[];
                                /** @description False: silence says nothing, the trail tells too little. */
                                watched: boolean[];
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/map/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who came into one account's roles, and where its roles and users went. */
        get: {
            parameters: {
                query: {
                    account: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            /** @description ISO 8601, UTC. */
                            asOf: string;
                            ways: {
                                calls: number;
                                from: {
                                    /** @description Elsewhere: as in /api/map. */
                                    place: number | null;
                                    /** @description The ARN of one of the account's own roles or users. */
                                    principal: string | null;
                                };
                                impossible: number;
                                last: string | null;
                                to: {
                                    /** @description Elsewhere: as in /api/map. */
                                    place: number | null;
                                    /** @description The ARN of one of the account's own roles or users. */
                                    principal: string | null;
                                };
                                watched: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/party": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a party assumed over time, what it was refused, and the chains that begin with it. */
        get: {
            parameters: {
                query: {
                    id: string;
                    /** @description As /api/party takes it. */
                    kind: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ISO 8601, UTC. */
                            asOf: string;
                            chains: {
                                count: number;
                                /** @description Of the last link. */
                                eventIds: string[];
                                /** @description ISO 8601, UTC. */
                                first: string;
                                /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                from: string;
                                /** @description ISO 8601, UTC. */
                                last: string;
                                roles: string[];
                            }[];
                            /** @description Days before are not counted whole, for want of memory; null: all are. */
                            countedFrom: string | null;
                            /** @description The trail's beginning. */
                            from: string | null;
                            /** @description The latest first. */
                            lines: {
                                /** @description An ARN, an account, a service, an identity provider with its subject. */
                                by: string;
                                /** @description Calls that were granted. */
                                count: number;
                                /** @description The latest 400 with a call, in their order. */
                                days: {
                                    /** @description In UTC: YYYY-MM-DD. */
                                    day: string;
                                    granted: number;
                                    refused: number;
                                }[];
                                /** @description Of the earliest calls, at most ten. */
                                eventIds: string[];
                                /** @description Its account is none of ours. */
                                external: boolean;
                                /** @description Of the granted ones; null: none was. */
                                first: string | null;
                                kind: string;
                                last: string | null;
                                /** @description From where. */
                                networks: string[];
                                /** @description Refused calls by hour, the latest 500. */
                                refusals: {
                                    count: number;
                                    error: string;
                                    /** @description Its beginning. */
                                    hour: string;
                                }[];
                                refused: number;
                                role: string | null;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who assumed a role over time, who was refused, its ways in with their use, and the chains that it stands in. */
        get: {
            parameters: {
                query: {
                    arn: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ISO 8601, UTC. */
                            asOf: string;
                            chains: {
                                count: number;
                                /** @description Of the last link. */
                                eventIds: string[];
                                /** @description ISO 8601, UTC. */
                                first: string;
                                /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                from: string;
                                /** @description ISO 8601, UTC. */
                                last: string;
                                roles: string[];
                            }[];
                            /** @description Days before are not counted whole, for want of memory; null: all are. */
                            countedFrom: string | null;
                            /** @description The trail's beginning. */
                            from: string | null;
                            /** @description Granted, and refused by the snapshot's policies. */
                            impossible: {
                                because: string;
                                blockedBy: ("rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access")[];
                                /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                by: string;
                                /** @enum {string} */
                                cause: "role-gone" | "role-made-anew" | "caller-gone" | "caller-made-anew" | "changed-since" | "snapshot-older" | "own-role" | "not-explained";
                                count: number;
                                /** @description Of the earliest, by time. */
                                eventIds: string[];
                                /** @description ISO 8601, UTC. */
                                first: string;
                                /** @description ISO 8601, UTC. */
                                last: string;
                                /** @description The role's ARN, with its path where the snapshot or the trail tells it. */
                                role: string;
                            }[];
                            /** @description The latest first. */
                            lines: {
                                /** @description An ARN, an account, a service, an identity provider with its subject. */
                                by: string;
                                /** @description Calls that were granted. */
                                count: number;
                                /** @description The latest 400 with a call, in their order. */
                                days: {
                                    /** @description In UTC: YYYY-MM-DD. */
                                    day: string;
                                    granted: number;
                                    refused: number;
                                }[];
                                /** @description Of the earliest calls, at most ten. */
                                eventIds: string[];
                                /** @description Its account is none of ours. */
                                external: boolean;
                                /** @description Of the granted ones; null: none was. */
                                first: string | null;
                                kind: string;
                                last: string | null;
                                /** @description From where. */
                                networks: string[];
                                /** @description Refused calls by hour, the latest 500. */
                                refusals: {
                                    count: number;
                                    error: string;
                                    /** @description Its beginning. */
                                    hour: string;
                                }[];
                                refused: number;
                                role: string | null;
                            }[];
                            total: number;
                            ways: {
                                action: string;
                                callers: {
                                    /** @description An ARN, a service, an identity provider with its subject, or what the trail tells. */
                                    by: string;
                                    count: number;
                                    /** @description ISO 8601, UTC. */
                                    first: string;
                                    /** @description ISO 8601, UTC. */
                                    last: string;
                                    networks: string[];
                                }[];
                                count: number;
                                last: string | null;
                                party: {
                                    id: string;
                                    kind: string;
                                };
                                /** @description The role's ARN, with its path where the snapshot or the trail tells it. */
                                role: string;
                                /** @enum {string} */
                                state: "used" | "unused" | "not-watched";
                                /** @description Of the trust policy, from 0: one of them suffices. */
                                statements: number[];
                                /** @description Why its silence says nothing. */
                                why: string | null;
                                /** @description It trusts many, and these callers are its use. */
                                wider: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/what-can": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a principal can do, as `accesslens what-can`. */
        get: {
            parameters: {
                query: {
                    /** @description A role's, session's, user's or root user's ARN. */
                    principal: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: string;
                            /** @description By service, access level and name. */
                            actions: {
                                /**
                                 * @description unknown: the data does not list the action.
                                 * @enum {string}
                                 */
                                accessLevel: "list" | "read" | "write" | "permissions-management" | "tagging" | "unknown";
                                action: string;
                                /** @description Places in grants: one of them suffices. */
                                grants: number[];
                            }[];
                            /** @description The day of the data about AWS's actions. */
                            actionsAsOf: string;
                            /** @description Whether its policies, within its boundary, allow every request about its account that SCPs leave. */
                            administrator: {
                                /** @enum {string} */
                                kind: "administrator";
                                /** @description Actions that it lacks and AWS does not list. */
                                unlisted: string[];
                            } | {
                                /** @description An example, whose names may be made up. */
                                example: {
                                    action: string;
                                    context: {
                                        [key: string]: string | string[];
                                    };
                                    principal: string | {
                                        federated: string;
                                    };
                                    resource: {
                                        account: string;
                                        arn: string;
                                    };
                                    /** @description Of a session: its role. */
                                    role?: string;
                                };
                                /** @enum {string} */
                                kind: "not";
                                /**
                                 * @description The layer that does not allow the example.
                                 * @enum {string}
                                 */
                                layer: "identity" | "boundary";
                            } | {
                                /** @enum {string} */
                                kind: "unknown";
                                reasons: string[];
                            };
                            /** @description Sensitive capabilities that it has, docs/capabilities.md; others it has not. */
                            capabilities: {
                                /** @enum {string} */
                                capability: "administrator" | "controls-organization" | "changes-iam" | "reads-secrets" | "decrypts" | "reads-data-stores" | "runs-code" | "destroys";
                                /** @description Proven only with an example. */
                                certainty: {
                                    /** @enum {string} */
                                    kind: "proven";
                                } | {
                                    /** @enum {string} */
                                    kind: "may";
                                    reasons: string[];
                                };
                                example: {
                                    action: string;
                                    context: {
                                        [key: string]: string | string[];
                                    };
                                    principal: string | {
                                        federated: string;
                                    };
                                    resource: {
                                        account: string;
                                        arn: string;
                                    };
                                    /** @description Of a session: its role. */
                                    role?: string;
                                } | null;
                                /** @description Allow statements of which one suffices; of an administrator, those by which it is one. */
                                ways: {
                                    /** @description The capability's actions that it allows. */
                                    actions: string[];
                                    certainty: {
                                        /** @enum {string} */
                                        kind: "proven";
                                    } | {
                                        /** @enum {string} */
                                        kind: "may";
                                        reasons: string[];
                                    };
                                    /** @description All have to hold; those that hold for every request of the principal are left out. */
                                    conditions: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[];
                                    /** @description Deny statements that take something away. */
                                    except: {
                                        /** @description All have to hold; those that hold for every request of the principal are left out. */
                                        conditions: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        /** @description NotResource: all resources but those. */
                                        negated: boolean;
                                        /** @description As the policy writes them; those that the actions don't work on are left out. */
                                        resources: string[];
                                        /** @description Where a statement stands. */
                                        statement: {
                                            /** @enum {string} */
                                            effect: "Allow" | "Deny";
                                            /** @enum {string} */
                                            layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                            /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                            policy: string;
                                            sid: string | null;
                                            /** @description Its place in the policy, from 0. */
                                            statement: number;
                                            /** @description The root, unit or account that an SCP is attached to. */
                                            target?: string;
                                        };
                                    }[];
                                    /** @description Each has to allow too, by one of its statements. */
                                    limits: {
                                        anyOf: {
                                            /** @description All have to hold; those that hold for every request of the principal are left out. */
                                            conditions: {
                                                /**
                                                 * @description Who decides what the key is worth.
                                                 * @enum {string}
                                                 */
                                                controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                                key: string;
                                                /**
                                                 * @description ${ in the values is plain text.
                                                 * @enum {boolean}
                                                 */
                                                literal?: true;
                                                operator: string;
                                                values: string[];
                                            }[];
                                            /** @description NotResource: all resources but those. */
                                            negated: boolean;
                                            /** @description As the policy writes them; those that the actions don't work on are left out. */
                                            resources: string[];
                                            /** @description Where a statement stands. */
                                            statement: {
                                                /** @enum {string} */
                                                effect: "Allow" | "Deny";
                                                /** @enum {string} */
                                                layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                                /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                                policy: string;
                                                sid: string | null;
                                                /** @description Its place in the policy, from 0. */
                                                statement: number;
                                                /** @description The root, unit or account that an SCP is attached to. */
                                                target?: string;
                                            };
                                        }[];
                                        /** @enum {string} */
                                        layer: "boundary" | "scp";
                                        target: string | null;
                                    }[];
                                    /** @description NotResource: all resources but those. */
                                    negated: boolean;
                                    /** @description As the policy writes them; those that the actions don't work on are left out. */
                                    resources: string[];
                                    /** @description Where a statement stands. */
                                    statement: {
                                        /** @enum {string} */
                                        effect: "Allow" | "Deny";
                                        /** @enum {string} */
                                        layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                        /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                        policy: string;
                                        sid: string | null;
                                        /** @description Its place in the policy, from 0. */
                                        statement: number;
                                        /** @description The root, unit or account that an SCP is attached to. */
                                        target?: string;
                                    };
                                }[];
                            }[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            /** @description One Allow statement's share in some actions. */
                            grants: {
                                certainty: {
                                    /** @enum {string} */
                                    kind: "proven";
                                } | {
                                    /** @enum {string} */
                                    kind: "may";
                                    reasons: string[];
                                };
                                /** @description All have to hold; those that hold for every request of the principal are left out. */
                                conditions: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                /** @description Deny statements that take something away. */
                                except: {
                                    /** @description All have to hold; those that hold for every request of the principal are left out. */
                                    conditions: {
                                        /**
                                         * @description Who decides what the key is worth.
                                         * @enum {string}
                                         */
                                        controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                        key: string;
                                        /**
                                         * @description ${ in the values is plain text.
                                         * @enum {boolean}
                                         */
                                        literal?: true;
                                        operator: string;
                                        values: string[];
                                    }[];
                                    /** @description NotResource: all resources but those. */
                                    negated: boolean;
                                    /** @description As the policy writes them; those that the actions don't work on are left out. */
                                    resources: string[];
                                    /** @description Where a statement stands. */
                                    statement: {
                                        /** @enum {string} */
                                        effect: "Allow" | "Deny";
                                        /** @enum {string} */
                                        layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                        /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                        policy: string;
                                        sid: string | null;
                                        /** @description Its place in the policy, from 0. */
                                        statement: number;
                                        /** @description The root, unit or account that an SCP is attached to. */
                                        target?: string;
                                    };
                                }[];
                                /** @description Each has to allow too, by one of its statements. */
                                limits: {
                                    anyOf: {
                                        /** @description All have to hold; those that hold for every request of the principal are left out. */
                                        conditions: {
                                            /**
                                             * @description Who decides what the key is worth.
                                             * @enum {string}
                                             */
                                            controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                            key: string;
                                            /**
                                             * @description ${ in the values is plain text.
                                             * @enum {boolean}
                                             */
                                            literal?: true;
                                            operator: string;
                                            values: string[];
                                        }[];
                                        /** @description NotResource: all resources but those. */
                                        negated: boolean;
                                        /** @description As the policy writes them; those that the actions don't work on are left out. */
                                        resources: string[];
                                        /** @description Where a statement stands. */
                                        statement: {
                                            /** @enum {string} */
                                            effect: "Allow" | "Deny";
                                            /** @enum {string} */
                                            layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                            /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                            policy: string;
                                            sid: string | null;
                                            /** @description Its place in the policy, from 0. */
                                            statement: number;
                                            /** @description The root, unit or account that an SCP is attached to. */
                                            target?: string;
                                        };
                                    }[];
                                    /** @enum {string} */
                                    layer: "boundary" | "scp";
                                    target: string | null;
                                }[];
                                /** @description NotResource: all resources but those. */
                                negated: boolean;
                                /** @description As the policy writes them; those that the actions don't work on are left out. */
                                resources: string[];
                                /** @description Where a statement stands. */
                                statement: {
                                    /** @enum {string} */
                                    effect: "Allow" | "Deny";
                                    /** @enum {string} */
                                    layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                    /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                    policy: string;
                                    sid: string | null;
                                    /** @description Its place in the policy, from 0. */
                                    statement: number;
                                    /** @description The root, unit or account that an SCP is attached to. */
                                    target?: string;
                                };
                            }[];
                            /** @enum {string} */
                            kind: "role" | "user" | "root";
                            notes: string[];
                            principal: string;
                            /** @description Actions that the principal's own policies allow, and something else stops in every case. */
                            stopped: {
                                actions: string[];
                                /** @enum {string} */
                                by: "boundary" | "scp" | "deny";
                                statements: {
                                    /** @enum {string} */
                                    effect: "Allow" | "Deny";
                                    /** @enum {string} */
                                    layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                    /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                    policy: string;
                                    sid: string | null;
                                    /** @description Its place in the policy, from 0. */
                                    statement: number;
                                    /** @description The root, unit or account that an SCP is attached to. */
                                    target?: string;
                                }[];
                                target: string | null;
                            }[];
                            /** @description What is missing behind every may. */
                            unknowns: string[];
                            /** @description What Allow statements cover besides what the data lists. */
                            unlisted: {
                                negated: boolean;
                                patterns: string[];
                                /** @description Where a statement stands. */
                                statement: {
                                    /** @enum {string} */
                                    effect: "Allow" | "Deny";
                                    /** @enum {string} */
                                    layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                    /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                    policy: string;
                                    sid: string | null;
                                    /** @description Its place in the policy, from 0. */
                                    statement: number;
                                    /** @description The root, unit or account that an SCP is attached to. */
                                    target?: string;
                                };
                            }[];
                            /** @description Actions that a statement names, and none of its resources is one that they work on. */
                            withoutResource: {
                                actions: string[];
                                /** @description Where a statement stands. */
                                statement: {
                                    /** @enum {string} */
                                    effect: "Allow" | "Deny";
                                    /** @enum {string} */
                                    layer: "rcp" | "scp" | "resource" | "identity" | "boundary" | "session" | "endpoint" | "grant" | "block-public-access";
                                    /** @description An inline policy's name (of a group after the group's), an ARN, or an SCP's name. */
                                    policy: string;
                                    sid: string | null;
                                    /** @description Its place in the policy, from 0. */
                                    statement: number;
                                    /** @description The root, unit or account that an SCP is attached to. */
                                    target?: string;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/who-can": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who can do something on a resource, as `accesslens who-can`. */
        get: {
            parameters: {
                query: {
                    /** @description Such as s3:GetObject. */
                    action: string;
                    /** @description Its ARN. */
                    resource: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            action: string;
                            /** @description Those that the policy names, and whose own side refuses. */
                            blocked: {
                                because: string;
                                principal: string;
                            }[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            notes: string[];
                            resource: string;
                            who: {
                                /** @description Outside of the organization. */
                                external: boolean;
                                /** @description What has to hold besides, all of it. */
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                id: string;
                                /** @enum {string} */
                                kind: "account" | "role" | "user" | "session" | "federated" | "service" | "organization" | "organizational-unit" | "any-account" | "anonymous";
                                /** @description Of the account or vendor, where known. */
                                name?: string;
                                proven: boolean;
                                /**
                                 * @description direct: the policy names it. account: its whole account, organization or unit is let in.
                                 * @enum {string}
                                 */
                                via: "direct" | "account";
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/who-can-assume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who can assume the role, as `accesslens who-can-assume`. */
        get: {
            parameters: {
                query: {
                    /** @description Where any account is let in, tell those of the own accounts one by one as well: a look at every principal. */
                    own?: boolean;
                    /** @description The role's ARN. */
                    role: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                /** @description What to do. */
                                advice: string;
                                message: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Those that the policy names, and whose own side refuses. */
                            blocked: {
                                because: string;
                                principal: string;
                            }[];
                            /** @description What was not read and could change the answer. */
                            coverage: {
                                account: string | null;
                                reason: string;
                                subject: string | null;
                                /** @enum {string} */
                                what: "organization" | "control-policies" | "delegated-administrators" | "account" | "identity-providers" | "resource-policies" | "account-settings" | "roles-anywhere" | "identity-center" | "managed-policy" | "policy-construct" | "file";
                            }[];
                            notes: string[];
                            role: string;
                            who: {
                                /** @description Outside of the organization. */
                                external: boolean;
                                /** @description What has to hold besides, all of it. */
                                guard: {
                                    /**
                                     * @description Who decides what the key is worth.
                                     * @enum {string}
                                     */
                                    controlledBy: "principal" | "caller" | "network" | "session" | "identity-provider" | "service" | "resource" | "time" | "unknown";
                                    key: string;
                                    /**
                                     * @description ${ in the values is plain text.
                                     * @enum {boolean}
                                     */
                                    literal?: true;
                                    operator: string;
                                    values: string[];
                                }[];
                                id: string;
                                /** @enum {string} */
                                kind: "account" | "role" | "user" | "session" | "federated" | "service" | "organization" | "organizational-unit" | "any-account" | "anonymous";
                                /** @description Of the account or vendor, where known. */
                                name?: string;
                                proven: boolean;
                                /**
                                 * @description direct: the policy names it. account: its whole account, organization or unit is let in.
                                 * @enum {string}
                                 */
                                via: "direct" | "account";
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
