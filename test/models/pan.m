#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC :init: */
	case 3: // STATE 1 - lock.pml:317 - [n = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->n);
		((P1 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval(":init::n", ((int)((P1 *)_this)->n));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 2 - lock.pml:317 - [((n<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][2] = 1;
		if (!((((int)((P1 *)_this)->n)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 5: // STATE 3 - lock.pml:317 - [(run Contender(n))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][3] = 1;
		if (!(addproc(II, 1, 0, ((int)((P1 *)_this)->n))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 6: // STATE 4 - lock.pml:317 - [n = (n+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][4] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->n);
		((P1 *)_this)->n = (((int)((P1 *)_this)->n)+1);
#ifdef VAR_RANGES
		logval(":init::n", ((int)((P1 *)_this)->n));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 7: // STATE 11 - lock.pml:319 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[1][11] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Contender */
	case 8: // STATE 1 - lock.pml:122 - [(((p!=2)||(gone==2)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!(((((int)((P0 *)_this)->p)!=2)||(((int)now.gone)==2))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 9: // STATE 5 - lock.pml:123 - [D_STEP123]
		IfNotBlocked

		reached[0][5] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_001_0: /* 2 */
		((P0 *)_this)->working = 1;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_002_0: /* 2 */
		now.busy = (((int)now.busy)+1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
S_003_0: /* 2 */
		now.sawChange = (((int)now.sawChange)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_011_0;
S_011_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 10: // STATE 7 - lock.pml:125 - [((p!=2))] (1768:0:2 - 1)
		IfNotBlocked
		reached[0][7] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: p */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P0 *)_this)->p;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->p = 0;
		/* merge: gone = (gone+1)(1768, 8, 1768) */
		reached[0][8] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.gone);
		now.gone = (((int)now.gone)+1);
#ifdef VAR_RANGES
		logval("gone", ((int)now.gone));
#endif
		;
		/* merge: goto ended(1768, 9, 1768) */
		reached[0][9] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 11: // STATE 33 - lock.pml:129 - [D_STEP129]
		IfNotBlocked

		reached[0][33] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][33] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_030_0: /* 2 */
S_013_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_014_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_015_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_016_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_017_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_018_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_019_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_020_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_027_0: /* 2 */
S_026_0: /* 2 */
S_021_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_026_1;
S_022_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_023_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_027_0; /* ';' */
S_026_1: /* 3 */
S_024_0: /* 2 */
		/* else */;
S_025_0: /* 2 */
		goto S_029_0;	/* 'goto' */
S_026_2: /* 3 */
		Uerror("blocking sel in d_step (nr.0, near line 63)");
S_028_0: /* 2 */
		goto S_029_0;	/* 'break' */
S_029_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_031_0;
S_031_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = ((int)now.lock);
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
		goto S_071_0;
S_071_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 12: // STATE 35 - lock.pml:129 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][35] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 68 - lock.pml:129 - [D_STEP129]
		IfNotBlocked

		reached[0][68] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][68] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_066_0: /* 2 */
S_035_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_036_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_037_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_040_0: /* 2 */
S_038_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_039_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_044_0;
S_044_0: /* 2 */
S_041_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_044_1;
S_042_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_045_0;
S_044_1: /* 3 */
S_043_0: /* 2 */
		/* else */;
		goto S_045_0;
S_044_2: /* 3 */
		Uerror("blocking sel in d_step (nr.1, near line 105)");
S_045_0: /* 2 */
S_046_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_047_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_065_0: /* 2 */
S_048_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_049_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_050_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_051_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_052_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_053_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_054_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_055_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_062_0: /* 2 */
S_061_0: /* 2 */
S_056_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_061_1;
S_057_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_058_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_062_0; /* ';' */
S_061_1: /* 3 */
S_059_0: /* 2 */
		/* else */;
S_060_0: /* 2 */
		goto S_063_0;	/* 'goto' */
S_061_2: /* 3 */
		Uerror("blocking sel in d_step (nr.2, near line 63)");
S_063_0: /* 2 */
		goto S_064_0;	/* 'break' */
S_064_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_068_0;
S_068_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 14: // STATE 73 - lock.pml:131 - [((memory[p].found==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][73] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 74 - lock.pml:132 - [((memory[p].found!=0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][74] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found)!=0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 16: // STATE 76 - lock.pml:133 - [((dead&(1<<memory[p].found)))] (247:0:0 - 1)
		IfNotBlocked
		reached[0][76] = 1;
		if (!((now.dead&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found)))))
			continue;
		/* merge: .(goto)(0, 81, 247) */
		reached[0][81] = 1;
		;
		/* merge: .(goto)(0, 120, 247) */
		reached[0][120] = 1;
		;
		/* merge: .(goto)(0, 122, 247) */
		reached[0][122] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 17: // STATE 78 - lock.pml:133 - [turnedAway = (turnedAway||!((sawChange&(1<<p))))] (0:1742:1 - 1)
		IfNotBlocked
		reached[0][78] = 1;
		(trpt+1)->bup.oval = ((int)now.turnedAway);
		now.turnedAway = (((int)now.turnedAway)|| !((((int)now.sawChange)&(1<<((int)((P0 *)_this)->p)))));
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
		/* merge: goto refused(1742, 79, 1742) */
		reached[0][79] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 18: // STATE 83 - lock.pml:133 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][83] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 116 - lock.pml:133 - [D_STEP133]
		IfNotBlocked

		reached[0][116] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][116] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_114_0: /* 2 */
S_083_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_084_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_085_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_088_0: /* 2 */
S_086_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_087_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_092_0;
S_092_0: /* 2 */
S_089_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_092_1;
S_090_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_093_0;
S_092_1: /* 3 */
S_091_0: /* 2 */
		/* else */;
		goto S_093_0;
S_092_2: /* 3 */
		Uerror("blocking sel in d_step (nr.3, near line 105)");
S_093_0: /* 2 */
S_094_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_095_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_113_0: /* 2 */
S_096_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_097_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_098_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_099_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_100_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_101_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_102_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_103_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_110_0: /* 2 */
S_109_0: /* 2 */
S_104_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_109_1;
S_105_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_106_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_110_0; /* ';' */
S_109_1: /* 3 */
S_107_0: /* 2 */
		/* else */;
S_108_0: /* 2 */
		goto S_111_0;	/* 'goto' */
S_109_2: /* 3 */
		Uerror("blocking sel in d_step (nr.4, near line 63)");
S_111_0: /* 2 */
		goto S_112_0;	/* 'break' */
S_112_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_116_0;
S_116_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 20: // STATE 203 - lock.pml:136 - [D_STEP136]
		IfNotBlocked

		reached[0][203] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][203] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_201_0: /* 2 */
S_123_0: /* 2 */
		((P0 *)_this)->used = ((((1<<0)|(1<<((int)now.lock)))|now.stakes)|now.copies);
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_124_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_135_0: /* 2 */
S_134_0: /* 2 */
S_125_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_134_1;
S_129_0: /* 2 */
S_126_0: /* 2 */
		if (!((((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])!=0)))
			goto S_129_1;
S_127_0: /* 2 */
		((P0 *)_this)->used = ((((P0 *)_this)->used|(1<<((int)((P0 *)_this)->i)))|(1<<((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
		goto S_130_0;
S_129_1: /* 3 */
S_128_0: /* 2 */
		/* else */;
		goto S_130_0;
S_129_2: /* 3 */
		Uerror("blocking sel in d_step (nr.5, near line 71)");
S_130_0: /* 2 */
S_131_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_135_0; /* ';' */
S_134_1: /* 3 */
S_132_0: /* 2 */
		/* else */;
S_133_0: /* 2 */
		goto S_137_0;	/* 'goto' */
S_134_2: /* 3 */
		Uerror("blocking sel in d_step (nr.6, near line 72)");
S_136_0: /* 2 */
		goto S_137_0;	/* 'break' */
S_137_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_155_0: /* 2 */
S_154_0: /* 2 */
S_138_0: /* 2 */
		if (!((((int)((P0 *)_this)->q)<=2)))
			goto S_154_1;
S_139_0: /* 2 */
		((P0 *)_this)->used = (((((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].mine)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].release)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].found)));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_140_0: /* 2 */
		((P0 *)_this)->used = ((((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].content)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].holder)));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_141_0: /* 2 */
		((P0 *)_this)->used = (((((P0 *)_this)->used|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftGuards)|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftStakes)|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftCopies);
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_142_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_149_0: /* 2 */
S_148_0: /* 2 */
S_143_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_148_1;
S_144_0: /* 2 */
		((P0 *)_this)->used = (((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ])));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_145_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_149_0; /* ';' */
S_148_1: /* 3 */
S_146_0: /* 2 */
		/* else */;
S_147_0: /* 2 */
		goto S_151_0;	/* 'goto' */
S_148_2: /* 3 */
		Uerror("blocking sel in d_step (nr.7, near line 77)");
S_150_0: /* 2 */
		goto S_151_0;	/* 'break' */
S_151_0: /* 2 */
		((P0 *)_this)->q = (((int)((P0 *)_this)->q)+1);
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
		goto S_155_0; /* ';' */
S_154_1: /* 3 */
S_152_0: /* 2 */
		/* else */;
S_153_0: /* 2 */
		goto S_157_0;	/* 'goto' */
S_154_2: /* 3 */
		Uerror("blocking sel in d_step (nr.8, near line 78)");
S_156_0: /* 2 */
		goto S_157_0;	/* 'break' */
S_157_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_158_0: /* 2 */
		((P0 *)_this)->spare = 0;
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
S_159_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_175_0: /* 2 */
S_174_0: /* 2 */
S_160_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_174_1;
S_169_0: /* 2 */
S_161_0: /* 2 */
		if (!( !((((P0 *)_this)->used&(1<<((int)((P0 *)_this)->i))))))
			goto S_169_1;
S_162_0: /* 2 */
		((P0 *)_this)->spare = (((int)((P0 *)_this)->spare)+1);
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
S_166_0: /* 2 */
S_163_0: /* 2 */
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)==0)))
			goto S_166_1;
S_164_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = ((int)((P0 *)_this)->i);
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
		goto S_167_0;
S_166_1: /* 3 */
S_165_0: /* 2 */
		/* else */;
		goto S_167_0;
S_166_2: /* 3 */
		Uerror("blocking sel in d_step (nr.9, near line 82)");
S_167_0: /* 2 */
		goto S_170_0;
S_169_1: /* 3 */
S_168_0: /* 2 */
		/* else */;
		goto S_170_0;
S_169_2: /* 3 */
		Uerror("blocking sel in d_step (nr.10, near line 81)");
S_170_0: /* 2 */
S_171_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_175_0; /* ';' */
S_174_1: /* 3 */
S_172_0: /* 2 */
		/* else */;
S_173_0: /* 2 */
		goto S_180_0;	/* 'goto' */
S_174_2: /* 3 */
		Uerror("blocking sel in d_step (nr.11, near line 85)");
S_176_0: /* 2 */
		goto S_180_0;	/* 'break' */
S_180_0: /* 2 */
S_177_0: /* 2 */
		if (!(((((int)((P0 *)_this)->p)!=2)&&(((int)((P0 *)_this)->spare)<2))))
			goto S_180_1;
S_178_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
		goto S_181_0;
S_180_1: /* 3 */
S_179_0: /* 2 */
		/* else */;
		goto S_181_0;
S_180_2: /* 3 */
		Uerror("blocking sel in d_step (nr.12, near line 86)");
S_181_0: /* 2 */
S_195_0: /* 2 */
S_182_0: /* 2 */
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)!=0)))
			goto S_195_1;
S_183_0: /* 2 */
		now.dead = (now.dead& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_184_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_191_0: /* 2 */
S_190_0: /* 2 */
S_185_0: /* 2 */
		if (!((((int)((P0 *)_this)->q)<=2)))
			goto S_190_1;
S_186_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->q, 3) ] = (now.nonces[ Index(((int)((P0 *)_this)->q), 3) ]& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("nonces[Contender:q]", now.nonces[ Index(((int)((P0 *)_this)->q), 3) ]);
#endif
		;
S_187_0: /* 2 */
		((P0 *)_this)->q = (((int)((P0 *)_this)->q)+1);
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
		goto S_191_0; /* ';' */
S_190_1: /* 3 */
S_188_0: /* 2 */
		/* else */;
S_189_0: /* 2 */
		goto S_193_0;	/* 'goto' */
S_190_2: /* 3 */
		Uerror("blocking sel in d_step (nr.13, near line 90)");
S_192_0: /* 2 */
		goto S_193_0;	/* 'break' */
S_193_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = (now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)));
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
		goto S_196_0;
S_195_1: /* 3 */
S_194_0: /* 2 */
		/* else */;
		goto S_196_0;
S_195_2: /* 3 */
		Uerror("blocking sel in d_step (nr.14, near line 87)");
S_196_0: /* 2 */
S_197_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_198_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_199_0: /* 2 */
		((P0 *)_this)->used = 0;
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_200_0: /* 2 */
		((P0 *)_this)->spare = 0;
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
		goto S_207_0;
S_207_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 21: // STATE 204 - lock.pml:136 - [((memory[p].mine==0))] (1764:0:0 - 1)
		IfNotBlocked
		reached[0][204] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)==0)))
			continue;
		/* merge: goto refusedForLackOfNonces(0, 205, 1764) */
		reached[0][205] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 22: // STATE 209 - lock.pml:136 - [.(goto)] (0:300:0 - 1)
		IfNotBlocked
		reached[0][209] = 1;
		;
		/* merge: .(goto)(0, 248, 300) */
		reached[0][248] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 23: // STATE 207 - lock.pml:136 - [stakes = (stakes|(1<<memory[p].mine))] (0:300:1 - 1)
		IfNotBlocked
		reached[0][207] = 1;
		(trpt+1)->bup.oval = now.stakes;
		now.stakes = (now.stakes|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: .(goto)(300, 209, 300) */
		reached[0][209] = 1;
		;
		/* merge: .(goto)(0, 248, 300) */
		reached[0][248] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 24: // STATE 211 - lock.pml:136 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][211] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 25: // STATE 244 - lock.pml:136 - [D_STEP136]
		IfNotBlocked

		reached[0][244] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][244] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_242_0: /* 2 */
S_211_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_212_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_213_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_216_0: /* 2 */
S_214_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_215_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_220_0;
S_220_0: /* 2 */
S_217_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_220_1;
S_218_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_221_0;
S_220_1: /* 3 */
S_219_0: /* 2 */
		/* else */;
		goto S_221_0;
S_220_2: /* 3 */
		Uerror("blocking sel in d_step (nr.15, near line 105)");
S_221_0: /* 2 */
S_222_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_223_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_241_0: /* 2 */
S_224_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_225_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_226_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_227_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_228_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_229_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_230_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_231_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_238_0: /* 2 */
S_237_0: /* 2 */
S_232_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_237_1;
S_233_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_234_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_238_0; /* ';' */
S_237_1: /* 3 */
S_235_0: /* 2 */
		/* else */;
S_236_0: /* 2 */
		goto S_239_0;	/* 'goto' */
S_237_2: /* 3 */
		Uerror("blocking sel in d_step (nr.16, near line 63)");
S_239_0: /* 2 */
		goto S_240_0;	/* 'break' */
S_240_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_244_0;
S_244_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 26: // STATE 249 - lock.pml:141 - [((memory[p].found==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][249] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 27: // STATE 251 - lock.pml:142 - [((!((stakes&(1<<memory[p].mine)))||(lock!=0)))] (1698:0:0 - 1)
		IfNotBlocked
		reached[0][251] = 1;
		if (!(( !((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))||(((int)now.lock)!=0))))
			continue;
		/* merge: goto lost(0, 252, 1698) */
		reached[0][252] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 28: // STATE 258 - lock.pml:142 - [.(goto)] (0:823:0 - 1)
		IfNotBlocked
		reached[0][258] = 1;
		;
		/* merge: .(goto)(0, 297, 823) */
		reached[0][297] = 1;
		;
		/* merge: goto won(0, 298, 823) */
		reached[0][298] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 29: // STATE 254 - lock.pml:142 - [lock = memory[p].mine] (0:823:2 - 1)
		IfNotBlocked
		reached[0][254] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.lock);
		now.lock = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine);
#ifdef VAR_RANGES
		logval("lock", ((int)now.lock));
#endif
		;
		/* merge: assert((owners==0))(823, 255, 823) */
		reached[0][255] = 1;
		spin_assert((((int)now.owners)==0), "(owners==0)", II, tt, t);
		/* merge: owners = (owners|(1<<p))(823, 256, 823) */
		reached[0][256] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.owners);
		now.owners = (((int)now.owners)|(1<<((int)((P0 *)_this)->p)));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
		/* merge: .(goto)(823, 258, 823) */
		reached[0][258] = 1;
		;
		/* merge: .(goto)(0, 297, 823) */
		reached[0][297] = 1;
		;
		/* merge: goto won(0, 298, 823) */
		reached[0][298] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 30: // STATE 260 - lock.pml:142 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][260] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 31: // STATE 293 - lock.pml:142 - [D_STEP142]
		IfNotBlocked

		reached[0][293] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][293] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_291_0: /* 2 */
S_260_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_261_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_262_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_265_0: /* 2 */
S_263_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_264_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_269_0;
S_269_0: /* 2 */
S_266_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_269_1;
S_267_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_270_0;
S_269_1: /* 3 */
S_268_0: /* 2 */
		/* else */;
		goto S_270_0;
S_269_2: /* 3 */
		Uerror("blocking sel in d_step (nr.17, near line 105)");
S_270_0: /* 2 */
S_271_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_272_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_290_0: /* 2 */
S_273_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_274_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_275_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_276_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_277_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_278_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_279_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_280_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_287_0: /* 2 */
S_286_0: /* 2 */
S_281_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_286_1;
S_282_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_283_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_287_0; /* ';' */
S_286_1: /* 3 */
S_284_0: /* 2 */
		/* else */;
S_285_0: /* 2 */
		goto S_288_0;	/* 'goto' */
S_286_2: /* 3 */
		Uerror("blocking sel in d_step (nr.18, near line 63)");
S_288_0: /* 2 */
		goto S_289_0;	/* 'break' */
S_289_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_293_0;
S_293_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 32: // STATE 302 - lock.pml:153 - [memory[p].content = memory[p].found] (0:0:1 - 2)
		IfNotBlocked
		reached[0][302] = 1;
		(trpt+1)->bup.oval = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found);
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 33: // STATE 304 - lock.pml:155 - [(!((stakes&(1<<memory[p].mine))))] (1698:0:0 - 1)
		IfNotBlocked
		reached[0][304] = 1;
		if (!( !((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))))
			continue;
		/* merge: goto lost(0, 305, 1698) */
		reached[0][305] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 34: // STATE 306 - lock.pml:155 - [(((stakes&(1<<memory[p].mine))&&(guard[memory[p].content]==0)))] (635:0:1 - 1)
		IfNotBlocked
		reached[0][306] = 1;
		if (!(((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)))&&(((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ])==0))))
			continue;
		/* merge: guard[memory[p].content] = memory[p].mine(635, 307, 635) */
		reached[0][307] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].content, 6) ] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine);
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].content]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ]));
#endif
		;
		/* merge: goto guarded(635, 308, 635) */
		reached[0][308] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 35: // STATE 313 - lock.pml:155 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][313] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 36: // STATE 346 - lock.pml:155 - [D_STEP155]
		IfNotBlocked

		reached[0][346] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][346] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_344_0: /* 2 */
S_313_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_314_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_315_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_318_0: /* 2 */
S_316_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_317_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_322_0;
S_322_0: /* 2 */
S_319_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_322_1;
S_320_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_323_0;
S_322_1: /* 3 */
S_321_0: /* 2 */
		/* else */;
		goto S_323_0;
S_322_2: /* 3 */
		Uerror("blocking sel in d_step (nr.19, near line 105)");
S_323_0: /* 2 */
S_324_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_325_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_343_0: /* 2 */
S_326_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_327_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_328_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_329_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_330_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_331_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_332_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_333_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_340_0: /* 2 */
S_339_0: /* 2 */
S_334_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_339_1;
S_335_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_336_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_340_0; /* ';' */
S_339_1: /* 3 */
S_337_0: /* 2 */
		/* else */;
S_338_0: /* 2 */
		goto S_341_0;	/* 'goto' */
S_339_2: /* 3 */
		Uerror("blocking sel in d_step (nr.20, near line 63)");
S_341_0: /* 2 */
		goto S_342_0;	/* 'break' */
S_342_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_346_0;
S_346_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 37: // STATE 351 - lock.pml:162 - [(1)] (356:0:1 - 1)
		IfNotBlocked
		reached[0][351] = 1;
		if (!(1))
			continue;
		/* merge: memory[p].holder = guard[memory[p].content](0, 352, 356) */
		reached[0][352] = 1;
		(trpt+1)->bup.oval = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder);
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ]);
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 38: // STATE 353 - lock.pml:162 - [((memory[p].holder==0))] (1698:0:0 - 1)
		IfNotBlocked
		reached[0][353] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder)==0)))
			continue;
		/* merge: goto lost(0, 354, 1698) */
		reached[0][354] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 39: // STATE 359 - lock.pml:162 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][359] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 40: // STATE 392 - lock.pml:162 - [D_STEP162]
		IfNotBlocked

		reached[0][392] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][392] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_390_0: /* 2 */
S_359_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_360_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_361_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_364_0: /* 2 */
S_362_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_363_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_368_0;
S_368_0: /* 2 */
S_365_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_368_1;
S_366_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_369_0;
S_368_1: /* 3 */
S_367_0: /* 2 */
		/* else */;
		goto S_369_0;
S_368_2: /* 3 */
		Uerror("blocking sel in d_step (nr.21, near line 105)");
S_369_0: /* 2 */
S_370_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_371_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_389_0: /* 2 */
S_372_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_373_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_374_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_375_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_376_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_377_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_378_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_379_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_386_0: /* 2 */
S_385_0: /* 2 */
S_380_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_385_1;
S_381_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_382_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_386_0; /* ';' */
S_385_1: /* 3 */
S_383_0: /* 2 */
		/* else */;
S_384_0: /* 2 */
		goto S_387_0;	/* 'goto' */
S_385_2: /* 3 */
		Uerror("blocking sel in d_step (nr.22, near line 63)");
S_387_0: /* 2 */
		goto S_388_0;	/* 'break' */
S_388_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_392_0;
S_392_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 41: // STATE 398 - lock.pml:163 - [((dead&(1<<memory[p].holder)))] (447:0:0 - 1)
		IfNotBlocked
		reached[0][398] = 1;
		if (!((now.dead&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder)))))
			continue;
		/* merge: .(goto)(0, 403, 447) */
		reached[0][403] = 1;
		;
		/* merge: .(goto)(0, 442, 447) */
		reached[0][442] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 42: // STATE 400 - lock.pml:163 - [turnedAway = (turnedAway||!((sawChange&(1<<p))))] (0:1740:1 - 1)
		IfNotBlocked
		reached[0][400] = 1;
		(trpt+1)->bup.oval = ((int)now.turnedAway);
		now.turnedAway = (((int)now.turnedAway)|| !((((int)now.sawChange)&(1<<((int)((P0 *)_this)->p)))));
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
		/* merge: goto refusedAtGuard(1740, 401, 1740) */
		reached[0][401] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 43: // STATE 405 - lock.pml:163 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][405] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 44: // STATE 438 - lock.pml:163 - [D_STEP163]
		IfNotBlocked

		reached[0][438] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][438] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_436_0: /* 2 */
S_405_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_406_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_407_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_410_0: /* 2 */
S_408_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_409_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_414_0;
S_414_0: /* 2 */
S_411_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_414_1;
S_412_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_415_0;
S_414_1: /* 3 */
S_413_0: /* 2 */
		/* else */;
		goto S_415_0;
S_414_2: /* 3 */
		Uerror("blocking sel in d_step (nr.23, near line 105)");
S_415_0: /* 2 */
S_416_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_417_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_435_0: /* 2 */
S_418_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_419_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_420_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_421_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_422_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_423_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_424_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_425_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_432_0: /* 2 */
S_431_0: /* 2 */
S_426_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_431_1;
S_427_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_428_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_432_0; /* ';' */
S_431_1: /* 3 */
S_429_0: /* 2 */
		/* else */;
S_430_0: /* 2 */
		goto S_433_0;	/* 'goto' */
S_431_2: /* 3 */
		Uerror("blocking sel in d_step (nr.24, near line 63)");
S_433_0: /* 2 */
		goto S_434_0;	/* 'break' */
S_434_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_438_0;
S_438_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 45: // STATE 447 - lock.pml:164 - [D_STEP164]
		/* default 258 */
		

		reached[0][447] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_442_0: /* 2 */
		spin_assert((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ])==0), "(memory[p].above[memory[p].holder]==0)", II, tt, t);
S_443_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[memory[Contender:p].holder]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]));
#endif
		;
S_444_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder);
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_445_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
		goto S_447_0;
S_447_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 46: // STATE 449 - lock.pml:172 - [((memory[p].content!=memory[p].found))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][449] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content)!=((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 47: // STATE 450 - lock.pml:173 - [memory[p].holder = memory[p].content] (0:0:1 - 1)
		IfNotBlocked
		reached[0][450] = 1;
		(trpt+1)->bup.oval = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder);
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 48: // STATE 451 - lock.pml:173 - [memory[p].content = memory[p].above[memory[p].holder]] (0:0:1 - 1)
		IfNotBlocked
		reached[0][451] = 1;
		(trpt+1)->bup.oval = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]);
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 49: // STATE 453 - lock.pml:174 - [((guard[memory[p].content]!=memory[p].holder))] (1615:0:0 - 1)
		IfNotBlocked
		reached[0][453] = 1;
		if (!((((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ])!=((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder))))
			continue;
		/* merge: goto lostInner(0, 454, 1615) */
		reached[0][454] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 50: // STATE 459 - lock.pml:174 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][459] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 51: // STATE 492 - lock.pml:174 - [D_STEP174]
		IfNotBlocked

		reached[0][492] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][492] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_490_0: /* 2 */
S_459_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_460_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_461_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_464_0: /* 2 */
S_462_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_463_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_468_0;
S_468_0: /* 2 */
S_465_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_468_1;
S_466_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_469_0;
S_468_1: /* 3 */
S_467_0: /* 2 */
		/* else */;
		goto S_469_0;
S_468_2: /* 3 */
		Uerror("blocking sel in d_step (nr.25, near line 105)");
S_469_0: /* 2 */
S_470_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_471_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_489_0: /* 2 */
S_472_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_473_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_474_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_475_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_476_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_477_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_478_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_479_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_486_0: /* 2 */
S_485_0: /* 2 */
S_480_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_485_1;
S_481_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_482_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_486_0; /* ';' */
S_485_1: /* 3 */
S_483_0: /* 2 */
		/* else */;
S_484_0: /* 2 */
		goto S_487_0;	/* 'goto' */
S_485_2: /* 3 */
		Uerror("blocking sel in d_step (nr.26, near line 63)");
S_487_0: /* 2 */
		goto S_488_0;	/* 'break' */
S_488_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_492_0;
S_492_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 52: // STATE 498 - lock.pml:175 - [(!((stakes&(1<<memory[p].mine))))] (1615:0:0 - 1)
		IfNotBlocked
		reached[0][498] = 1;
		if (!( !((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))))
			continue;
		/* merge: goto lostInner(0, 499, 1615) */
		reached[0][499] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 53: // STATE 503 - lock.pml:175 - [.(goto)] (0:588:0 - 1)
		IfNotBlocked
		reached[0][503] = 1;
		;
		/* merge: .(goto)(0, 542, 588) */
		reached[0][542] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 54: // STATE 501 - lock.pml:175 - [copies = (copies|(1<<memory[p].mine))] (0:588:1 - 1)
		IfNotBlocked
		reached[0][501] = 1;
		(trpt+1)->bup.oval = now.copies;
		now.copies = (now.copies|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)));
#ifdef VAR_RANGES
		logval("copies", now.copies);
#endif
		;
		/* merge: .(goto)(588, 503, 588) */
		reached[0][503] = 1;
		;
		/* merge: .(goto)(0, 542, 588) */
		reached[0][542] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 55: // STATE 505 - lock.pml:175 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][505] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 56: // STATE 538 - lock.pml:175 - [D_STEP175]
		IfNotBlocked

		reached[0][538] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][538] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_536_0: /* 2 */
S_505_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_506_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_507_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_510_0: /* 2 */
S_508_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_509_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_514_0;
S_514_0: /* 2 */
S_511_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_514_1;
S_512_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_515_0;
S_514_1: /* 3 */
S_513_0: /* 2 */
		/* else */;
		goto S_515_0;
S_514_2: /* 3 */
		Uerror("blocking sel in d_step (nr.27, near line 105)");
S_515_0: /* 2 */
S_516_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_517_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_535_0: /* 2 */
S_518_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_519_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_520_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_521_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_522_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_523_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_524_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_525_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_532_0: /* 2 */
S_531_0: /* 2 */
S_526_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_531_1;
S_527_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_528_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_532_0; /* ';' */
S_531_1: /* 3 */
S_529_0: /* 2 */
		/* else */;
S_530_0: /* 2 */
		goto S_533_0;	/* 'goto' */
S_531_2: /* 3 */
		Uerror("blocking sel in d_step (nr.28, near line 63)");
S_533_0: /* 2 */
		goto S_534_0;	/* 'break' */
S_534_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_538_0;
S_538_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 57: // STATE 544 - lock.pml:176 - [(!((copies&(1<<memory[p].mine))))] (1615:0:0 - 1)
		IfNotBlocked
		reached[0][544] = 1;
		if (!( !((now.copies&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))))
			continue;
		/* merge: goto lostInner(0, 545, 1615) */
		reached[0][545] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 58: // STATE 550 - lock.pml:176 - [.(goto)] (0:631:0 - 1)
		IfNotBlocked
		reached[0][550] = 1;
		;
		/* merge: .(goto)(0, 589, 631) */
		reached[0][589] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 59: // STATE 547 - lock.pml:176 - [copies = (copies&~((1<<memory[p].mine)))] (0:631:2 - 1)
		IfNotBlocked
		reached[0][547] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.copies;
		now.copies = (now.copies& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("copies", now.copies);
#endif
		;
		/* merge: guard[memory[p].content] = memory[p].mine(631, 548, 631) */
		reached[0][548] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].content, 6) ] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine);
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].content]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content), 6) ]));
#endif
		;
		/* merge: .(goto)(631, 550, 631) */
		reached[0][550] = 1;
		;
		/* merge: .(goto)(0, 589, 631) */
		reached[0][589] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 60: // STATE 552 - lock.pml:176 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][552] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 61: // STATE 585 - lock.pml:176 - [D_STEP176]
		IfNotBlocked

		reached[0][585] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][585] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_583_0: /* 2 */
S_552_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_553_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_554_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_557_0: /* 2 */
S_555_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_556_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_561_0;
S_561_0: /* 2 */
S_558_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_561_1;
S_559_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_562_0;
S_561_1: /* 3 */
S_560_0: /* 2 */
		/* else */;
		goto S_562_0;
S_561_2: /* 3 */
		Uerror("blocking sel in d_step (nr.29, near line 105)");
S_562_0: /* 2 */
S_563_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_564_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_582_0: /* 2 */
S_565_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_566_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_567_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_568_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_569_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_570_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_571_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_572_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_579_0: /* 2 */
S_578_0: /* 2 */
S_573_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_578_1;
S_574_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_575_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_579_0; /* ';' */
S_578_1: /* 3 */
S_576_0: /* 2 */
		/* else */;
S_577_0: /* 2 */
		goto S_580_0;	/* 'goto' */
S_578_2: /* 3 */
		Uerror("blocking sel in d_step (nr.30, near line 63)");
S_580_0: /* 2 */
		goto S_581_0;	/* 'break' */
S_581_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_585_0;
S_585_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 62: // STATE 590 - lock.pml:182 - [(1)] (635:0:3 - 1)
		IfNotBlocked
		reached[0][590] = 1;
		if (!(1))
			continue;
		/* merge: guard[memory[p].holder] = 0(635, 591, 635) */
		reached[0][591] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].holder]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]));
#endif
		;
		/* merge: memory[p].above[memory[p].holder] = 0(635, 592, 635) */
		reached[0][592] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]);
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[memory[Contender:p].holder]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]));
#endif
		;
		/* merge: memory[p].holder = 0(635, 593, 635) */
		reached[0][593] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder);
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
		/* merge: .(goto)(0, 632, 635) */
		reached[0][632] = 1;
		;
		/* merge: goto guarded(0, 633, 635) */
		reached[0][633] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 63: // STATE 595 - lock.pml:182 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][595] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 64: // STATE 628 - lock.pml:182 - [D_STEP182]
		IfNotBlocked

		reached[0][628] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][628] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_626_0: /* 2 */
S_595_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_596_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_597_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_600_0: /* 2 */
S_598_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_599_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_604_0;
S_604_0: /* 2 */
S_601_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_604_1;
S_602_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_605_0;
S_604_1: /* 3 */
S_603_0: /* 2 */
		/* else */;
		goto S_605_0;
S_604_2: /* 3 */
		Uerror("blocking sel in d_step (nr.31, near line 105)");
S_605_0: /* 2 */
S_606_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_607_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_625_0: /* 2 */
S_608_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_609_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_610_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_611_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_612_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_613_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_614_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_615_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_622_0: /* 2 */
S_621_0: /* 2 */
S_616_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_621_1;
S_617_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_618_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_622_0; /* ';' */
S_621_1: /* 3 */
S_619_0: /* 2 */
		/* else */;
S_620_0: /* 2 */
		goto S_623_0;	/* 'goto' */
S_621_2: /* 3 */
		Uerror("blocking sel in d_step (nr.32, near line 63)");
S_623_0: /* 2 */
		goto S_624_0;	/* 'break' */
S_624_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_628_0;
S_628_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 65: // STATE 638 - lock.pml:187 - [((lock!=memory[p].found))] (1657:0:0 - 1)
		IfNotBlocked
		reached[0][638] = 1;
		if (!((((int)now.lock)!=((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found))))
			continue;
		/* merge: goto lostGuard(0, 639, 1657) */
		reached[0][639] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 66: // STATE 644 - lock.pml:187 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][644] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 67: // STATE 677 - lock.pml:187 - [D_STEP187]
		IfNotBlocked

		reached[0][677] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][677] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_675_0: /* 2 */
S_644_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_645_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_646_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_649_0: /* 2 */
S_647_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_648_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_653_0;
S_653_0: /* 2 */
S_650_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_653_1;
S_651_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_654_0;
S_653_1: /* 3 */
S_652_0: /* 2 */
		/* else */;
		goto S_654_0;
S_653_2: /* 3 */
		Uerror("blocking sel in d_step (nr.33, near line 105)");
S_654_0: /* 2 */
S_655_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_656_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_674_0: /* 2 */
S_657_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_658_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_659_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_660_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_661_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_662_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_663_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_664_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_671_0: /* 2 */
S_670_0: /* 2 */
S_665_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_670_1;
S_666_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_667_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_671_0; /* ';' */
S_670_1: /* 3 */
S_668_0: /* 2 */
		/* else */;
S_669_0: /* 2 */
		goto S_672_0;	/* 'goto' */
S_670_2: /* 3 */
		Uerror("blocking sel in d_step (nr.34, near line 63)");
S_672_0: /* 2 */
		goto S_673_0;	/* 'break' */
S_673_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_677_0;
S_677_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 68: // STATE 683 - lock.pml:188 - [(!((stakes&(1<<memory[p].mine))))] (1657:0:0 - 1)
		IfNotBlocked
		reached[0][683] = 1;
		if (!( !((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))))
			continue;
		/* merge: goto lostGuard(0, 684, 1657) */
		reached[0][684] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 69: // STATE 688 - lock.pml:188 - [.(goto)] (0:775:0 - 1)
		IfNotBlocked
		reached[0][688] = 1;
		;
		/* merge: .(goto)(0, 727, 775) */
		reached[0][727] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 70: // STATE 686 - lock.pml:188 - [copies = (copies|(1<<memory[p].mine))] (0:775:1 - 1)
		IfNotBlocked
		reached[0][686] = 1;
		(trpt+1)->bup.oval = now.copies;
		now.copies = (now.copies|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)));
#ifdef VAR_RANGES
		logval("copies", now.copies);
#endif
		;
		/* merge: .(goto)(775, 688, 775) */
		reached[0][688] = 1;
		;
		/* merge: .(goto)(0, 727, 775) */
		reached[0][727] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 71: // STATE 690 - lock.pml:188 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][690] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 72: // STATE 723 - lock.pml:188 - [D_STEP188]
		IfNotBlocked

		reached[0][723] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][723] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_721_0: /* 2 */
S_690_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_691_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_692_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_695_0: /* 2 */
S_693_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_694_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_699_0;
S_699_0: /* 2 */
S_696_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_699_1;
S_697_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_700_0;
S_699_1: /* 3 */
S_698_0: /* 2 */
		/* else */;
		goto S_700_0;
S_699_2: /* 3 */
		Uerror("blocking sel in d_step (nr.35, near line 105)");
S_700_0: /* 2 */
S_701_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_702_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_720_0: /* 2 */
S_703_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_704_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_705_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_706_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_707_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_708_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_709_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_710_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_717_0: /* 2 */
S_716_0: /* 2 */
S_711_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_716_1;
S_712_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_713_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_717_0; /* ';' */
S_716_1: /* 3 */
S_714_0: /* 2 */
		/* else */;
S_715_0: /* 2 */
		goto S_718_0;	/* 'goto' */
S_716_2: /* 3 */
		Uerror("blocking sel in d_step (nr.36, near line 63)");
S_718_0: /* 2 */
		goto S_719_0;	/* 'break' */
S_719_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_723_0;
S_723_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 73: // STATE 729 - lock.pml:189 - [(!((copies&(1<<memory[p].mine))))] (1657:0:0 - 1)
		IfNotBlocked
		reached[0][729] = 1;
		if (!( !((now.copies&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))))
			continue;
		/* merge: goto lostGuard(0, 730, 1657) */
		reached[0][730] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 74: // STATE 737 - lock.pml:189 - [.(goto)] (0:816:0 - 1)
		IfNotBlocked
		reached[0][737] = 1;
		;
		/* merge: .(goto)(0, 776, 816) */
		reached[0][776] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 75: // STATE 732 - lock.pml:189 - [copies = (copies&~((1<<memory[p].mine)))] (0:816:3 - 1)
		IfNotBlocked
		reached[0][732] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.copies;
		now.copies = (now.copies& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("copies", now.copies);
#endif
		;
		/* merge: lock = memory[p].mine(816, 733, 816) */
		reached[0][733] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.lock);
		now.lock = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine);
#ifdef VAR_RANGES
		logval("lock", ((int)now.lock));
#endif
		;
		/* merge: assert((owners==0))(816, 734, 816) */
		reached[0][734] = 1;
		spin_assert((((int)now.owners)==0), "(owners==0)", II, tt, t);
		/* merge: owners = (owners|(1<<p))(816, 735, 816) */
		reached[0][735] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.owners);
		now.owners = (((int)now.owners)|(1<<((int)((P0 *)_this)->p)));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
		/* merge: .(goto)(816, 737, 816) */
		reached[0][737] = 1;
		;
		/* merge: .(goto)(0, 776, 816) */
		reached[0][776] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 76: // STATE 739 - lock.pml:189 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][739] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 77: // STATE 772 - lock.pml:189 - [D_STEP189]
		IfNotBlocked

		reached[0][772] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][772] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_770_0: /* 2 */
S_739_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_740_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_741_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_744_0: /* 2 */
S_742_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_743_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_748_0;
S_748_0: /* 2 */
S_745_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_748_1;
S_746_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_749_0;
S_748_1: /* 3 */
S_747_0: /* 2 */
		/* else */;
		goto S_749_0;
S_748_2: /* 3 */
		Uerror("blocking sel in d_step (nr.37, near line 105)");
S_749_0: /* 2 */
S_750_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_751_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_769_0: /* 2 */
S_752_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_753_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_754_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_755_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_756_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_757_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_758_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_759_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_766_0: /* 2 */
S_765_0: /* 2 */
S_760_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_765_1;
S_761_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_762_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_766_0; /* ';' */
S_765_1: /* 3 */
S_763_0: /* 2 */
		/* else */;
S_764_0: /* 2 */
		goto S_767_0;	/* 'goto' */
S_765_2: /* 3 */
		Uerror("blocking sel in d_step (nr.38, near line 63)");
S_767_0: /* 2 */
		goto S_768_0;	/* 'break' */
S_768_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_772_0;
S_772_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 78: // STATE 777 - lock.pml:197 - [(1)] (823:0:1 - 1)
		IfNotBlocked
		reached[0][777] = 1;
		if (!(1))
			continue;
		/* merge: guard[memory[p].found] = 0(0, 778, 823) */
		reached[0][778] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].found, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].found]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found), 6) ]));
#endif
		;
		/* merge: .(goto)(0, 817, 823) */
		reached[0][817] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 79: // STATE 780 - lock.pml:197 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][780] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 813 - lock.pml:197 - [D_STEP197]
		IfNotBlocked

		reached[0][813] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][813] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_811_0: /* 2 */
S_780_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_781_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_782_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_785_0: /* 2 */
S_783_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_784_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_789_0;
S_789_0: /* 2 */
S_786_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_789_1;
S_787_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_790_0;
S_789_1: /* 3 */
S_788_0: /* 2 */
		/* else */;
		goto S_790_0;
S_789_2: /* 3 */
		Uerror("blocking sel in d_step (nr.39, near line 105)");
S_790_0: /* 2 */
S_791_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_792_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_810_0: /* 2 */
S_793_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_794_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_795_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_796_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_797_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_798_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_799_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_800_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_807_0: /* 2 */
S_806_0: /* 2 */
S_801_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_806_1;
S_802_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_803_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_807_0; /* ';' */
S_806_1: /* 3 */
S_804_0: /* 2 */
		/* else */;
S_805_0: /* 2 */
		goto S_808_0;	/* 'goto' */
S_806_2: /* 3 */
		Uerror("blocking sel in d_step (nr.40, near line 63)");
S_808_0: /* 2 */
		goto S_809_0;	/* 'break' */
S_809_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_813_0;
S_813_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 81: // STATE 818 - lock.pml:98 - [turnedAway = 0] (0:879:4 - 1)
		IfNotBlocked
		reached[0][818] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)now.turnedAway);
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
		/* merge: sawChange = ((1<<(2+1))-1)(879, 819, 879) */
		reached[0][819] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.sawChange);
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		/* merge: memory[p].found = 0(879, 821, 879) */
		reached[0][821] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found);
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
		/* merge: memory[p].content = 0(879, 822, 879) */
		reached[0][822] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 82: // STATE 841 - lock.pml:201 - [D_STEP201]
		IfNotBlocked

		reached[0][841] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_824_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_835_0: /* 2 */
S_834_0: /* 2 */
S_825_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_834_1;
S_829_0: /* 2 */
S_826_0: /* 2 */
		if (!(((((int)((P0 *)_this)->i)!=((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))&&(((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])!=0))))
			goto S_829_1;
S_827_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = (now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards|(1<<((int)((P0 *)_this)->i)));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
		goto S_830_0;
S_829_1: /* 3 */
S_828_0: /* 2 */
		/* else */;
		goto S_830_0;
S_829_2: /* 3 */
		Uerror("blocking sel in d_step (nr.41, near line 201)");
S_830_0: /* 2 */
S_831_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_835_0; /* ';' */
S_834_1: /* 3 */
S_832_0: /* 2 */
		/* else */;
S_833_0: /* 2 */
		goto S_837_0;	/* 'goto' */
S_834_2: /* 3 */
		Uerror("blocking sel in d_step (nr.42, near line 201)");
S_836_0: /* 2 */
		goto S_837_0;	/* 'break' */
S_837_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_838_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = (now.stakes& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_839_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = (now.copies& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
		goto S_879_0;
S_879_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 83: // STATE 843 - lock.pml:201 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][843] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 84: // STATE 876 - lock.pml:201 - [D_STEP201]
		IfNotBlocked

		reached[0][876] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][876] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_874_0: /* 2 */
S_843_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_844_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_845_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_848_0: /* 2 */
S_846_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_847_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_852_0;
S_852_0: /* 2 */
S_849_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_852_1;
S_850_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_853_0;
S_852_1: /* 3 */
S_851_0: /* 2 */
		/* else */;
		goto S_853_0;
S_852_2: /* 3 */
		Uerror("blocking sel in d_step (nr.43, near line 105)");
S_853_0: /* 2 */
S_854_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_855_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_873_0: /* 2 */
S_856_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_857_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_858_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_859_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_860_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_861_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_862_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_863_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_870_0: /* 2 */
S_869_0: /* 2 */
S_864_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_869_1;
S_865_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_866_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_870_0; /* ';' */
S_869_1: /* 3 */
S_867_0: /* 2 */
		/* else */;
S_868_0: /* 2 */
		goto S_871_0;	/* 'goto' */
S_869_2: /* 3 */
		Uerror("blocking sel in d_step (nr.44, near line 63)");
S_871_0: /* 2 */
		goto S_872_0;	/* 'break' */
S_872_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_876_0;
S_876_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 85: // STATE 881 - lock.pml:212 - [(((memory[p].leftGuards||memory[p].leftStakes)||memory[p].leftCopies))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][881] = 1;
		if (!(((now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards||now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes)||now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 86: // STATE 883 - lock.pml:213 - [((guard[memory[p].mine]!=0))] (1115:0:0 - 1)
		IfNotBlocked
		reached[0][883] = 1;
		if (!((((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ])!=0)))
			continue;
		/* merge: goto swept(0, 884, 1115) */
		reached[0][884] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 87: // STATE 889 - lock.pml:213 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][889] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 88: // STATE 922 - lock.pml:213 - [D_STEP213]
		IfNotBlocked

		reached[0][922] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][922] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_920_0: /* 2 */
S_889_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_890_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_891_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_894_0: /* 2 */
S_892_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_893_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_898_0;
S_898_0: /* 2 */
S_895_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_898_1;
S_896_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_899_0;
S_898_1: /* 3 */
S_897_0: /* 2 */
		/* else */;
		goto S_899_0;
S_898_2: /* 3 */
		Uerror("blocking sel in d_step (nr.45, near line 105)");
S_899_0: /* 2 */
S_900_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_901_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_919_0: /* 2 */
S_902_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_903_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_904_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_905_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_906_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_907_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_908_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_909_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_916_0: /* 2 */
S_915_0: /* 2 */
S_910_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_915_1;
S_911_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_912_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_916_0; /* ';' */
S_915_1: /* 3 */
S_913_0: /* 2 */
		/* else */;
S_914_0: /* 2 */
		goto S_917_0;	/* 'goto' */
S_915_2: /* 3 */
		Uerror("blocking sel in d_step (nr.46, near line 63)");
S_917_0: /* 2 */
		goto S_918_0;	/* 'break' */
S_918_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_922_0;
S_922_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 89: // STATE 928 - lock.pml:214 - [((lock!=memory[p].mine))] (1115:0:0 - 1)
		IfNotBlocked
		reached[0][928] = 1;
		if (!((((int)now.lock)!=((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))))
			continue;
		/* merge: goto swept(0, 929, 1115) */
		reached[0][929] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 90: // STATE 934 - lock.pml:214 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][934] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 91: // STATE 967 - lock.pml:214 - [D_STEP214]
		IfNotBlocked

		reached[0][967] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][967] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_965_0: /* 2 */
S_934_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_935_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_936_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_939_0: /* 2 */
S_937_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_938_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_943_0;
S_943_0: /* 2 */
S_940_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_943_1;
S_941_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_944_0;
S_943_1: /* 3 */
S_942_0: /* 2 */
		/* else */;
		goto S_944_0;
S_943_2: /* 3 */
		Uerror("blocking sel in d_step (nr.47, near line 105)");
S_944_0: /* 2 */
S_945_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_946_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_964_0: /* 2 */
S_947_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_948_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_949_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_950_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_951_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_952_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_953_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_954_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_961_0: /* 2 */
S_960_0: /* 2 */
S_955_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_960_1;
S_956_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_957_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_961_0; /* ';' */
S_960_1: /* 3 */
S_958_0: /* 2 */
		/* else */;
S_959_0: /* 2 */
		goto S_962_0;	/* 'goto' */
S_960_2: /* 3 */
		Uerror("blocking sel in d_step (nr.48, near line 63)");
S_962_0: /* 2 */
		goto S_963_0;	/* 'break' */
S_963_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_967_0;
S_967_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 92: // STATE 972 - lock.pml:216 - [(((memory[p].leftGuards||memory[p].leftStakes)||memory[p].leftCopies))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][972] = 1;
		if (!(((now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards||now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes)||now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 93: // STATE 1025 - lock.pml:217 - [D_STEP217]
		if (!(((boq == -1 && now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards)) || ((boq == -1 && ( !(now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards)&&now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes))) || (boq == -1 /* else */)))
			continue;

		reached[0][1025] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1021_0: /* 2 */
S_973_0: /* 2 */
		if (!(now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards))
			goto S_1021_1;
S_974_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_987_0: /* 2 */
S_986_0: /* 2 */
S_975_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_986_1;
S_981_0: /* 2 */
S_976_0: /* 2 */
		if (!((now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards&(1<<((int)((P0 *)_this)->i)))))
			goto S_981_1;
S_977_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = (now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards& ~((1<<((int)((P0 *)_this)->i))));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_978_0: /* 2 */
		now.guard[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[Contender:i]", ((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_979_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
S_981_1: /* 3 */
S_980_0: /* 2 */
		/* else */;
		goto S_982_0;
S_981_2: /* 3 */
		Uerror("blocking sel in d_step (nr.49, near line 217)");
S_982_0: /* 2 */
S_983_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_987_0; /* ';' */
S_986_1: /* 3 */
S_984_0: /* 2 */
		/* else */;
S_985_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
		goto S_987_0; /* ';' */
S_986_2: /* 3 */
		Uerror("blocking sel in d_step (nr.50, near line 217)");
S_988_0: /* 2 */
		goto S_1022_0;	/* 'break' */
		goto S_1022_0;
S_1021_1: /* 3 */
S_989_0: /* 2 */
		if (!(( !(now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards)&&now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes)))
			goto S_1021_2;
S_990_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1003_0: /* 2 */
S_1002_0: /* 2 */
S_991_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1002_1;
S_997_0: /* 2 */
S_992_0: /* 2 */
		if (!((now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes&(1<<((int)((P0 *)_this)->i)))))
			goto S_997_1;
S_993_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = (now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes& ~((1<<((int)((P0 *)_this)->i))));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_994_0: /* 2 */
		now.stakes = (now.stakes& ~((1<<((int)((P0 *)_this)->i))));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
S_995_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
		goto S_998_0;
S_997_1: /* 3 */
S_996_0: /* 2 */
		/* else */;
		goto S_998_0;
S_997_2: /* 3 */
		Uerror("blocking sel in d_step (nr.51, near line 217)");
S_998_0: /* 2 */
S_999_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1003_0; /* ';' */
S_1002_1: /* 3 */
S_1000_0: /* 2 */
		/* else */;
S_1001_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
		goto S_1003_0; /* ';' */
S_1002_2: /* 3 */
		Uerror("blocking sel in d_step (nr.52, near line 217)");
S_1004_0: /* 2 */
		goto S_1022_0;	/* 'break' */
		goto S_1022_0;
S_1021_2: /* 3 */
S_1005_0: /* 2 */
		/* else */;
S_1006_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1019_0: /* 2 */
S_1018_0: /* 2 */
S_1007_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1018_1;
S_1013_0: /* 2 */
S_1008_0: /* 2 */
		if (!((now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies&(1<<((int)((P0 *)_this)->i)))))
			goto S_1013_1;
S_1009_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = (now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies& ~((1<<((int)((P0 *)_this)->i))));
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1010_0: /* 2 */
		now.copies = (now.copies& ~((1<<((int)((P0 *)_this)->i))));
#ifdef VAR_RANGES
		logval("copies", now.copies);
#endif
		;
S_1011_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
		goto S_1014_0;
S_1013_1: /* 3 */
S_1012_0: /* 2 */
		/* else */;
		goto S_1014_0;
S_1013_2: /* 3 */
		Uerror("blocking sel in d_step (nr.53, near line 217)");
S_1014_0: /* 2 */
S_1015_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1019_0; /* ';' */
S_1018_1: /* 3 */
S_1016_0: /* 2 */
		/* else */;
S_1017_0: /* 2 */
		goto S_1022_0;	/* 'goto' */
		goto S_1019_0; /* ';' */
S_1018_2: /* 3 */
		Uerror("blocking sel in d_step (nr.54, near line 217)");
S_1020_0: /* 2 */
		goto S_1022_0;	/* 'break' */
		goto S_1022_0;
S_1021_3: /* 3 */
		Uerror("blocking sel in d_step (nr.55, near line 217)");
S_1022_0: /* 2 */
S_1023_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1063_0;
S_1063_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 94: // STATE 1027 - lock.pml:217 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1027] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 95: // STATE 1060 - lock.pml:217 - [D_STEP217]
		IfNotBlocked

		reached[0][1060] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1060] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1058_0: /* 2 */
S_1027_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1028_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1029_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1032_0: /* 2 */
S_1030_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1031_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1036_0;
S_1036_0: /* 2 */
S_1033_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1036_1;
S_1034_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1037_0;
S_1036_1: /* 3 */
S_1035_0: /* 2 */
		/* else */;
		goto S_1037_0;
S_1036_2: /* 3 */
		Uerror("blocking sel in d_step (nr.56, near line 105)");
S_1037_0: /* 2 */
S_1038_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1039_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1057_0: /* 2 */
S_1040_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1041_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1042_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1043_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1044_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1045_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1046_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1047_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1054_0: /* 2 */
S_1053_0: /* 2 */
S_1048_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1053_1;
S_1049_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1050_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1054_0; /* ';' */
S_1053_1: /* 3 */
S_1051_0: /* 2 */
		/* else */;
S_1052_0: /* 2 */
		goto S_1055_0;	/* 'goto' */
S_1053_2: /* 3 */
		Uerror("blocking sel in d_step (nr.57, near line 63)");
S_1055_0: /* 2 */
		goto S_1056_0;	/* 'break' */
S_1056_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1060_0;
S_1060_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 96: // STATE 1073 - lock.pml:247 - [(1)] (1119:0:4 - 1)
		IfNotBlocked
		reached[0][1073] = 1;
		if (!(1))
			continue;
		/* merge: stakes = (stakes&~((1<<memory[p].mine)))(1119, 1074, 1119) */
		reached[0][1074] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = now.stakes;
		now.stakes = (now.stakes& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: memory[p].leftGuards = 0(1119, 1075, 1119) */
		reached[0][1075] = 1;
		(trpt+1)->bup.ovals[1] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
		/* merge: memory[p].leftStakes = 0(1119, 1076, 1119) */
		reached[0][1076] = 1;
		(trpt+1)->bup.ovals[2] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
		/* merge: memory[p].leftCopies = 0(1119, 1077, 1119) */
		reached[0][1077] = 1;
		(trpt+1)->bup.ovals[3] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
		/* merge: .(goto)(0, 1116, 1119) */
		reached[0][1116] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 97: // STATE 1079 - lock.pml:247 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1079] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 98: // STATE 1112 - lock.pml:247 - [D_STEP247]
		IfNotBlocked

		reached[0][1112] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1112] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1110_0: /* 2 */
S_1079_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1080_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1081_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1084_0: /* 2 */
S_1082_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1083_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1088_0;
S_1088_0: /* 2 */
S_1085_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1088_1;
S_1086_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1089_0;
S_1088_1: /* 3 */
S_1087_0: /* 2 */
		/* else */;
		goto S_1089_0;
S_1088_2: /* 3 */
		Uerror("blocking sel in d_step (nr.58, near line 105)");
S_1089_0: /* 2 */
S_1090_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1091_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1109_0: /* 2 */
S_1092_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1093_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1094_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1095_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1096_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1097_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1098_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1099_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1106_0: /* 2 */
S_1105_0: /* 2 */
S_1100_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1105_1;
S_1101_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1102_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1106_0; /* ';' */
S_1105_1: /* 3 */
S_1103_0: /* 2 */
		/* else */;
S_1104_0: /* 2 */
		goto S_1107_0;	/* 'goto' */
S_1105_2: /* 3 */
		Uerror("blocking sel in d_step (nr.59, near line 63)");
S_1107_0: /* 2 */
		goto S_1108_0;	/* 'break' */
S_1108_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1112_0;
S_1112_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 99: // STATE 1117 - lock.pml:249 - [working = 0] (0:1134:2 - 1)
		IfNotBlocked
		reached[0][1117] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->working);
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
		/* merge: busy = (busy-1)(1134, 1118, 1134) */
		reached[0][1118] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.busy);
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 100: // STATE 1120 - lock.pml:251 - [((p==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1120] = 1;
		if (!((((int)((P0 *)_this)->p)==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 101: // STATE 1131 - lock.pml:253 - [D_STEP253]
		/* default 258 */
		

		reached[0][1131] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1120_0: /* 2 */
		spin_assert((((((int)now.lock)==((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))&&(now.stakes==0))&&(now.copies==0)), "(((lock==memory[p].mine)&&(stakes==0))&&(copies==0))", II, tt, t);
S_1121_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1128_0: /* 2 */
S_1127_0: /* 2 */
S_1122_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1127_1;
S_1123_0: /* 2 */
		spin_assert((((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])==0), "(guard[i]==0)", II, tt, t);
S_1124_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1128_0; /* ';' */
S_1127_1: /* 3 */
S_1125_0: /* 2 */
		/* else */;
S_1126_0: /* 2 */
		goto S_1129_0;	/* 'goto' */
S_1127_2: /* 3 */
		Uerror("blocking sel in d_step (nr.60, near line 255)");
S_1129_0: /* 2 */
		goto S_1768_0;	/* 'break' */
S_1131_0: /* 1 */
S_1768_0:	/* break-dest */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 102: // STATE 1140 - lock.pml:262 - [D_STEP262]
		IfNotBlocked

		reached[0][1140] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1136_0: /* 2 */
		((P0 *)_this)->working = 1;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1137_0: /* 2 */
		now.busy = (((int)now.busy)+1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
S_1138_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
		goto S_1178_0;
S_1178_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 103: // STATE 1142 - lock.pml:262 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1142] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 104: // STATE 1175 - lock.pml:262 - [D_STEP262]
		IfNotBlocked

		reached[0][1175] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1175] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1173_0: /* 2 */
S_1142_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1143_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1144_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1147_0: /* 2 */
S_1145_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1146_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1151_0;
S_1151_0: /* 2 */
S_1148_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1151_1;
S_1149_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1152_0;
S_1151_1: /* 3 */
S_1150_0: /* 2 */
		/* else */;
		goto S_1152_0;
S_1151_2: /* 3 */
		Uerror("blocking sel in d_step (nr.61, near line 105)");
S_1152_0: /* 2 */
S_1153_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1154_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1172_0: /* 2 */
S_1155_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1156_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1157_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1158_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1159_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1160_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1161_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1162_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1169_0: /* 2 */
S_1168_0: /* 2 */
S_1163_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1168_1;
S_1164_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1165_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1169_0; /* ';' */
S_1168_1: /* 3 */
S_1166_0: /* 2 */
		/* else */;
S_1167_0: /* 2 */
		goto S_1170_0;	/* 'goto' */
S_1168_2: /* 3 */
		Uerror("blocking sel in d_step (nr.62, near line 63)");
S_1170_0: /* 2 */
		goto S_1171_0;	/* 'break' */
S_1171_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1175_0;
S_1175_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 105: // STATE 1260 - lock.pml:263 - [D_STEP263]
		IfNotBlocked

		reached[0][1260] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1260] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1258_0: /* 2 */
S_1180_0: /* 2 */
		((P0 *)_this)->used = ((((1<<0)|(1<<((int)now.lock)))|now.stakes)|now.copies);
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1181_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1192_0: /* 2 */
S_1191_0: /* 2 */
S_1182_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1191_1;
S_1186_0: /* 2 */
S_1183_0: /* 2 */
		if (!((((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])!=0)))
			goto S_1186_1;
S_1184_0: /* 2 */
		((P0 *)_this)->used = ((((P0 *)_this)->used|(1<<((int)((P0 *)_this)->i)))|(1<<((int)now.guard[ Index(((int)((P0 *)_this)->i), 6) ])));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
		goto S_1187_0;
S_1186_1: /* 3 */
S_1185_0: /* 2 */
		/* else */;
		goto S_1187_0;
S_1186_2: /* 3 */
		Uerror("blocking sel in d_step (nr.63, near line 71)");
S_1187_0: /* 2 */
S_1188_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1192_0; /* ';' */
S_1191_1: /* 3 */
S_1189_0: /* 2 */
		/* else */;
S_1190_0: /* 2 */
		goto S_1194_0;	/* 'goto' */
S_1191_2: /* 3 */
		Uerror("blocking sel in d_step (nr.64, near line 72)");
S_1193_0: /* 2 */
		goto S_1194_0;	/* 'break' */
S_1194_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_1212_0: /* 2 */
S_1211_0: /* 2 */
S_1195_0: /* 2 */
		if (!((((int)((P0 *)_this)->q)<=2)))
			goto S_1211_1;
S_1196_0: /* 2 */
		((P0 *)_this)->used = (((((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].mine)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].release)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].found)));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1197_0: /* 2 */
		((P0 *)_this)->used = ((((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].content)))|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].holder)));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1198_0: /* 2 */
		((P0 *)_this)->used = (((((P0 *)_this)->used|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftGuards)|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftStakes)|now.memory[ Index(((int)((P0 *)_this)->q), 3) ].leftCopies);
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1199_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1206_0: /* 2 */
S_1205_0: /* 2 */
S_1200_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1205_1;
S_1201_0: /* 2 */
		((P0 *)_this)->used = (((P0 *)_this)->used|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->q), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ])));
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1202_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1206_0; /* ';' */
S_1205_1: /* 3 */
S_1203_0: /* 2 */
		/* else */;
S_1204_0: /* 2 */
		goto S_1208_0;	/* 'goto' */
S_1205_2: /* 3 */
		Uerror("blocking sel in d_step (nr.65, near line 77)");
S_1207_0: /* 2 */
		goto S_1208_0;	/* 'break' */
S_1208_0: /* 2 */
		((P0 *)_this)->q = (((int)((P0 *)_this)->q)+1);
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
		goto S_1212_0; /* ';' */
S_1211_1: /* 3 */
S_1209_0: /* 2 */
		/* else */;
S_1210_0: /* 2 */
		goto S_1214_0;	/* 'goto' */
S_1211_2: /* 3 */
		Uerror("blocking sel in d_step (nr.66, near line 78)");
S_1213_0: /* 2 */
		goto S_1214_0;	/* 'break' */
S_1214_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1215_0: /* 2 */
		((P0 *)_this)->spare = 0;
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
S_1216_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1232_0: /* 2 */
S_1231_0: /* 2 */
S_1217_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1231_1;
S_1226_0: /* 2 */
S_1218_0: /* 2 */
		if (!( !((((P0 *)_this)->used&(1<<((int)((P0 *)_this)->i))))))
			goto S_1226_1;
S_1219_0: /* 2 */
		((P0 *)_this)->spare = (((int)((P0 *)_this)->spare)+1);
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
S_1223_0: /* 2 */
S_1220_0: /* 2 */
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)==0)))
			goto S_1223_1;
S_1221_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = ((int)((P0 *)_this)->i);
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
		goto S_1224_0;
S_1223_1: /* 3 */
S_1222_0: /* 2 */
		/* else */;
		goto S_1224_0;
S_1223_2: /* 3 */
		Uerror("blocking sel in d_step (nr.67, near line 82)");
S_1224_0: /* 2 */
		goto S_1227_0;
S_1226_1: /* 3 */
S_1225_0: /* 2 */
		/* else */;
		goto S_1227_0;
S_1226_2: /* 3 */
		Uerror("blocking sel in d_step (nr.68, near line 81)");
S_1227_0: /* 2 */
S_1228_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1232_0; /* ';' */
S_1231_1: /* 3 */
S_1229_0: /* 2 */
		/* else */;
S_1230_0: /* 2 */
		goto S_1237_0;	/* 'goto' */
S_1231_2: /* 3 */
		Uerror("blocking sel in d_step (nr.69, near line 85)");
S_1233_0: /* 2 */
		goto S_1237_0;	/* 'break' */
S_1237_0: /* 2 */
S_1234_0: /* 2 */
		if (!(((((int)((P0 *)_this)->p)!=2)&&(((int)((P0 *)_this)->spare)<2))))
			goto S_1237_1;
S_1235_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
		goto S_1238_0;
S_1237_1: /* 3 */
S_1236_0: /* 2 */
		/* else */;
		goto S_1238_0;
S_1237_2: /* 3 */
		Uerror("blocking sel in d_step (nr.70, near line 86)");
S_1238_0: /* 2 */
S_1252_0: /* 2 */
S_1239_0: /* 2 */
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)!=0)))
			goto S_1252_1;
S_1240_0: /* 2 */
		now.dead = (now.dead& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release))));
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1241_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_1248_0: /* 2 */
S_1247_0: /* 2 */
S_1242_0: /* 2 */
		if (!((((int)((P0 *)_this)->q)<=2)))
			goto S_1247_1;
S_1243_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->q, 3) ] = (now.nonces[ Index(((int)((P0 *)_this)->q), 3) ]& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release))));
#ifdef VAR_RANGES
		logval("nonces[Contender:q]", now.nonces[ Index(((int)((P0 *)_this)->q), 3) ]);
#endif
		;
S_1244_0: /* 2 */
		((P0 *)_this)->q = (((int)((P0 *)_this)->q)+1);
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
		goto S_1248_0; /* ';' */
S_1247_1: /* 3 */
S_1245_0: /* 2 */
		/* else */;
S_1246_0: /* 2 */
		goto S_1250_0;	/* 'goto' */
S_1247_2: /* 3 */
		Uerror("blocking sel in d_step (nr.71, near line 90)");
S_1249_0: /* 2 */
		goto S_1250_0;	/* 'break' */
S_1250_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = (now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)));
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
		goto S_1253_0;
S_1252_1: /* 3 */
S_1251_0: /* 2 */
		/* else */;
		goto S_1253_0;
S_1252_2: /* 3 */
		Uerror("blocking sel in d_step (nr.72, near line 87)");
S_1253_0: /* 2 */
S_1254_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1255_0: /* 2 */
		((P0 *)_this)->q = 0;
#ifdef VAR_RANGES
		logval("Contender:q", ((int)((P0 *)_this)->q));
#endif
		;
S_1256_0: /* 2 */
		((P0 *)_this)->used = 0;
#ifdef VAR_RANGES
		logval("Contender:used", ((P0 *)_this)->used);
#endif
		;
S_1257_0: /* 2 */
		((P0 *)_this)->spare = 0;
#ifdef VAR_RANGES
		logval("Contender:spare", ((int)((P0 *)_this)->spare));
#endif
		;
		goto S_1264_0;
S_1264_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 106: // STATE 1261 - lock.pml:263 - [((memory[p].release==0))] (1574:0:0 - 1)
		IfNotBlocked
		reached[0][1261] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)==0)))
			continue;
		/* merge: goto released(0, 1262, 1574) */
		reached[0][1262] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 107: // STATE 1266 - lock.pml:263 - [.(goto)] (0:1346:0 - 1)
		IfNotBlocked
		reached[0][1266] = 1;
		;
		/* merge: .(goto)(0, 1305, 1346) */
		reached[0][1305] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 108: // STATE 1264 - lock.pml:263 - [stakes = (stakes|(1<<memory[p].release))] (0:1346:1 - 1)
		IfNotBlocked
		reached[0][1264] = 1;
		(trpt+1)->bup.oval = now.stakes;
		now.stakes = (now.stakes|(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: .(goto)(1346, 1266, 1346) */
		reached[0][1266] = 1;
		;
		/* merge: .(goto)(0, 1305, 1346) */
		reached[0][1305] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 109: // STATE 1268 - lock.pml:263 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1268] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 110: // STATE 1301 - lock.pml:263 - [D_STEP263]
		IfNotBlocked

		reached[0][1301] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1301] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1299_0: /* 2 */
S_1268_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1269_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1270_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1273_0: /* 2 */
S_1271_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1272_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1277_0;
S_1277_0: /* 2 */
S_1274_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1277_1;
S_1275_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1278_0;
S_1277_1: /* 3 */
S_1276_0: /* 2 */
		/* else */;
		goto S_1278_0;
S_1277_2: /* 3 */
		Uerror("blocking sel in d_step (nr.73, near line 105)");
S_1278_0: /* 2 */
S_1279_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1280_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1298_0: /* 2 */
S_1281_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1282_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1283_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1284_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1285_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1286_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1287_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1288_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1295_0: /* 2 */
S_1294_0: /* 2 */
S_1289_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1294_1;
S_1290_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1291_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1295_0; /* ';' */
S_1294_1: /* 3 */
S_1292_0: /* 2 */
		/* else */;
S_1293_0: /* 2 */
		goto S_1296_0;	/* 'goto' */
S_1294_2: /* 3 */
		Uerror("blocking sel in d_step (nr.74, near line 63)");
S_1296_0: /* 2 */
		goto S_1297_0;	/* 'break' */
S_1297_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1301_0;
S_1301_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 111: // STATE 1306 - lock.pml:267 - [(1)] (1387:0:1 - 1)
		IfNotBlocked
		reached[0][1306] = 1;
		if (!(1))
			continue;
		/* merge: assert(((stakes&(1<<memory[p].release))&&(guard[memory[p].mine]==0)))(1387, 1307, 1387) */
		reached[0][1307] = 1;
		spin_assert(((now.stakes&(1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)))&&(((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ])==0)), "((stakes&(1<<memory[p].release))&&(guard[memory[p].mine]==0))", II, tt, t);
		/* merge: guard[memory[p].mine] = memory[p].release(1387, 1308, 1387) */
		reached[0][1308] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].mine, 6) ] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release);
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].mine]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ]));
#endif
		;
		/* merge: .(goto)(0, 1347, 1387) */
		reached[0][1347] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 112: // STATE 1310 - lock.pml:267 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1310] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 113: // STATE 1343 - lock.pml:267 - [D_STEP267]
		IfNotBlocked

		reached[0][1343] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1343] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1341_0: /* 2 */
S_1310_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1311_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1312_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1315_0: /* 2 */
S_1313_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1314_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1319_0;
S_1319_0: /* 2 */
S_1316_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1319_1;
S_1317_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1320_0;
S_1319_1: /* 3 */
S_1318_0: /* 2 */
		/* else */;
		goto S_1320_0;
S_1319_2: /* 3 */
		Uerror("blocking sel in d_step (nr.75, near line 105)");
S_1320_0: /* 2 */
S_1321_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1322_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1340_0: /* 2 */
S_1323_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1324_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1325_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1326_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1327_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1328_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1329_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1330_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1337_0: /* 2 */
S_1336_0: /* 2 */
S_1331_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1336_1;
S_1332_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1333_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1337_0; /* ';' */
S_1336_1: /* 3 */
S_1334_0: /* 2 */
		/* else */;
S_1335_0: /* 2 */
		goto S_1338_0;	/* 'goto' */
S_1336_2: /* 3 */
		Uerror("blocking sel in d_step (nr.76, near line 63)");
S_1338_0: /* 2 */
		goto S_1339_0;	/* 'break' */
S_1339_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1343_0;
S_1343_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 114: // STATE 1348 - lock.pml:271 - [(1)] (1428:0:0 - 1)
		IfNotBlocked
		reached[0][1348] = 1;
		if (!(1))
			continue;
		/* merge: assert((lock==memory[p].mine))(0, 1349, 1428) */
		reached[0][1349] = 1;
		spin_assert((((int)now.lock)==((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine)), "(lock==memory[p].mine)", II, tt, t);
		/* merge: .(goto)(0, 1388, 1428) */
		reached[0][1388] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 115: // STATE 1351 - lock.pml:271 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1351] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 116: // STATE 1384 - lock.pml:271 - [D_STEP271]
		IfNotBlocked

		reached[0][1384] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1384] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1382_0: /* 2 */
S_1351_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1352_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1353_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1356_0: /* 2 */
S_1354_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1355_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1360_0;
S_1360_0: /* 2 */
S_1357_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1360_1;
S_1358_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1361_0;
S_1360_1: /* 3 */
S_1359_0: /* 2 */
		/* else */;
		goto S_1361_0;
S_1360_2: /* 3 */
		Uerror("blocking sel in d_step (nr.77, near line 105)");
S_1361_0: /* 2 */
S_1362_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1363_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1381_0: /* 2 */
S_1364_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1365_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1366_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1367_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1368_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1369_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1370_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1371_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1378_0: /* 2 */
S_1377_0: /* 2 */
S_1372_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1377_1;
S_1373_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1374_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1378_0; /* ';' */
S_1377_1: /* 3 */
S_1375_0: /* 2 */
		/* else */;
S_1376_0: /* 2 */
		goto S_1379_0;	/* 'goto' */
S_1377_2: /* 3 */
		Uerror("blocking sel in d_step (nr.78, near line 63)");
S_1379_0: /* 2 */
		goto S_1380_0;	/* 'break' */
S_1380_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1384_0;
S_1384_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 117: // STATE 1389 - lock.pml:272 - [(1)] (1469:0:1 - 1)
		IfNotBlocked
		reached[0][1389] = 1;
		if (!(1))
			continue;
		/* merge: lock = 0(0, 1390, 1469) */
		reached[0][1390] = 1;
		(trpt+1)->bup.oval = ((int)now.lock);
		now.lock = 0;
#ifdef VAR_RANGES
		logval("lock", ((int)now.lock));
#endif
		;
		/* merge: .(goto)(0, 1429, 1469) */
		reached[0][1429] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 118: // STATE 1392 - lock.pml:272 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1392] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 119: // STATE 1425 - lock.pml:272 - [D_STEP272]
		IfNotBlocked

		reached[0][1425] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1425] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1423_0: /* 2 */
S_1392_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1393_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1394_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1397_0: /* 2 */
S_1395_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1396_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1401_0;
S_1401_0: /* 2 */
S_1398_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1401_1;
S_1399_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1402_0;
S_1401_1: /* 3 */
S_1400_0: /* 2 */
		/* else */;
		goto S_1402_0;
S_1401_2: /* 3 */
		Uerror("blocking sel in d_step (nr.79, near line 105)");
S_1402_0: /* 2 */
S_1403_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1404_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1422_0: /* 2 */
S_1405_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1406_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1407_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1408_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1409_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1410_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1411_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1412_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1419_0: /* 2 */
S_1418_0: /* 2 */
S_1413_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1418_1;
S_1414_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1415_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1419_0; /* ';' */
S_1418_1: /* 3 */
S_1416_0: /* 2 */
		/* else */;
S_1417_0: /* 2 */
		goto S_1420_0;	/* 'goto' */
S_1418_2: /* 3 */
		Uerror("blocking sel in d_step (nr.80, near line 63)");
S_1420_0: /* 2 */
		goto S_1421_0;	/* 'break' */
S_1421_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1425_0;
S_1425_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 120: // STATE 1430 - lock.pml:273 - [(1)] (1510:0:1 - 1)
		IfNotBlocked
		reached[0][1430] = 1;
		if (!(1))
			continue;
		/* merge: guard[memory[p].mine] = 0(0, 1431, 1510) */
		reached[0][1431] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].mine, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].mine]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine), 6) ]));
#endif
		;
		/* merge: .(goto)(0, 1470, 1510) */
		reached[0][1470] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 121: // STATE 1433 - lock.pml:273 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1433] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 122: // STATE 1466 - lock.pml:273 - [D_STEP273]
		IfNotBlocked

		reached[0][1466] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1466] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1464_0: /* 2 */
S_1433_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1434_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1435_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1438_0: /* 2 */
S_1436_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1437_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1442_0;
S_1442_0: /* 2 */
S_1439_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1442_1;
S_1440_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1443_0;
S_1442_1: /* 3 */
S_1441_0: /* 2 */
		/* else */;
		goto S_1443_0;
S_1442_2: /* 3 */
		Uerror("blocking sel in d_step (nr.81, near line 105)");
S_1443_0: /* 2 */
S_1444_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1445_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1463_0: /* 2 */
S_1446_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1447_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1448_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1449_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1450_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1451_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1452_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1453_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1460_0: /* 2 */
S_1459_0: /* 2 */
S_1454_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1459_1;
S_1455_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1456_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1460_0; /* ';' */
S_1459_1: /* 3 */
S_1457_0: /* 2 */
		/* else */;
S_1458_0: /* 2 */
		goto S_1461_0;	/* 'goto' */
S_1459_2: /* 3 */
		Uerror("blocking sel in d_step (nr.82, near line 63)");
S_1461_0: /* 2 */
		goto S_1462_0;	/* 'break' */
S_1462_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1466_0;
S_1466_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 123: // STATE 1471 - lock.pml:274 - [(1)] (1574:0:1 - 1)
		IfNotBlocked
		reached[0][1471] = 1;
		if (!(1))
			continue;
		/* merge: stakes = (stakes&~((1<<memory[p].release)))(0, 1472, 1574) */
		reached[0][1472] = 1;
		(trpt+1)->bup.oval = now.stakes;
		now.stakes = (now.stakes& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release))));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: .(goto)(0, 1511, 1574) */
		reached[0][1511] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 124: // STATE 1474 - lock.pml:274 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1474] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 125: // STATE 1507 - lock.pml:274 - [D_STEP274]
		IfNotBlocked

		reached[0][1507] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1507] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1505_0: /* 2 */
S_1474_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1475_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1476_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1479_0: /* 2 */
S_1477_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1478_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1483_0;
S_1483_0: /* 2 */
S_1480_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1483_1;
S_1481_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1484_0;
S_1483_1: /* 3 */
S_1482_0: /* 2 */
		/* else */;
		goto S_1484_0;
S_1483_2: /* 3 */
		Uerror("blocking sel in d_step (nr.83, near line 105)");
S_1484_0: /* 2 */
S_1485_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1486_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1504_0: /* 2 */
S_1487_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1488_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1489_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1490_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1491_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1492_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1493_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1494_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1501_0: /* 2 */
S_1500_0: /* 2 */
S_1495_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1500_1;
S_1496_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1497_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1501_0; /* ';' */
S_1500_1: /* 3 */
S_1498_0: /* 2 */
		/* else */;
S_1499_0: /* 2 */
		goto S_1502_0;	/* 'goto' */
S_1500_2: /* 3 */
		Uerror("blocking sel in d_step (nr.84, near line 63)");
S_1502_0: /* 2 */
		goto S_1503_0;	/* 'break' */
S_1503_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1507_0;
S_1507_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 126: // STATE 1512 - lock.pml:279 - [((memory[p].release==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1512] = 1;
		if (!((((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release)==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 127: // STATE 1545 - lock.pml:279 - [D_STEP279]
		IfNotBlocked

		reached[0][1545] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1545] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1543_0: /* 2 */
S_1512_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1513_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1514_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1517_0: /* 2 */
S_1515_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1516_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1521_0;
S_1521_0: /* 2 */
S_1518_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1521_1;
S_1519_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1522_0;
S_1521_1: /* 3 */
S_1520_0: /* 2 */
		/* else */;
		goto S_1522_0;
S_1521_2: /* 3 */
		Uerror("blocking sel in d_step (nr.85, near line 105)");
S_1522_0: /* 2 */
S_1523_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1524_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1542_0: /* 2 */
S_1525_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1526_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1527_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1528_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1529_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1530_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1531_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1532_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1539_0: /* 2 */
S_1538_0: /* 2 */
S_1533_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1538_1;
S_1534_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1535_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1539_0; /* ';' */
S_1538_1: /* 3 */
S_1536_0: /* 2 */
		/* else */;
S_1537_0: /* 2 */
		goto S_1540_0;	/* 'goto' */
S_1538_2: /* 3 */
		Uerror("blocking sel in d_step (nr.86, near line 63)");
S_1540_0: /* 2 */
		goto S_1541_0;	/* 'break' */
S_1541_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1545_0;
S_1545_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 128: // STATE 1572 - lock.pml:280 - [D_STEP280]
		IfNotBlocked

		reached[0][1572] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_1547_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1565_0: /* 2 */
S_1548_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1549_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1550_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1551_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1552_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1553_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1554_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1555_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1562_0: /* 2 */
S_1561_0: /* 2 */
S_1556_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1561_1;
S_1557_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1558_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1562_0; /* ';' */
S_1561_1: /* 3 */
S_1559_0: /* 2 */
		/* else */;
S_1560_0: /* 2 */
		goto S_1564_0;	/* 'goto' */
S_1561_2: /* 3 */
		Uerror("blocking sel in d_step (nr.87, near line 63)");
S_1563_0: /* 2 */
		goto S_1564_0;	/* 'break' */
S_1564_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1566_0;
S_1566_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1567_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
S_1570_0: /* 2 */
S_1568_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1569_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1572_0;
S_1572_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 129: // STATE 1576 - lock.pml:284 - [(1)] (1698:0:1 - 1)
		IfNotBlocked
		reached[0][1576] = 1;
		if (!(1))
			continue;
		/* merge: guard[memory[p].holder] = 0(0, 1577, 1698) */
		reached[0][1577] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].holder, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].holder]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder), 6) ]));
#endif
		;
		/* merge: .(goto)(0, 1616, 1698) */
		reached[0][1616] = 1;
		;
		/* merge: goto lost(0, 1617, 1698) */
		reached[0][1617] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 130: // STATE 1579 - lock.pml:284 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1579] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 131: // STATE 1612 - lock.pml:284 - [D_STEP284]
		IfNotBlocked

		reached[0][1612] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1612] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1610_0: /* 2 */
S_1579_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1580_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1581_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1584_0: /* 2 */
S_1582_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1583_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1588_0;
S_1588_0: /* 2 */
S_1585_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1588_1;
S_1586_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1589_0;
S_1588_1: /* 3 */
S_1587_0: /* 2 */
		/* else */;
		goto S_1589_0;
S_1588_2: /* 3 */
		Uerror("blocking sel in d_step (nr.88, near line 105)");
S_1589_0: /* 2 */
S_1590_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1591_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1609_0: /* 2 */
S_1592_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1593_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1594_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1595_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1596_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1597_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1598_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1599_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1606_0: /* 2 */
S_1605_0: /* 2 */
S_1600_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1605_1;
S_1601_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1602_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1606_0; /* ';' */
S_1605_1: /* 3 */
S_1603_0: /* 2 */
		/* else */;
S_1604_0: /* 2 */
		goto S_1607_0;	/* 'goto' */
S_1605_2: /* 3 */
		Uerror("blocking sel in d_step (nr.89, near line 63)");
S_1607_0: /* 2 */
		goto S_1608_0;	/* 'break' */
S_1608_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1612_0;
S_1612_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 132: // STATE 1618 - lock.pml:287 - [(1)] (1698:0:1 - 1)
		IfNotBlocked
		reached[0][1618] = 1;
		if (!(1))
			continue;
		/* merge: guard[memory[p].found] = 0(0, 1619, 1698) */
		reached[0][1619] = 1;
		(trpt+1)->bup.oval = ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found), 6) ]);
		now.guard[ Index(now.memory[ Index(((P0 *)_this)->p, 3) ].found, 6) ] = 0;
#ifdef VAR_RANGES
		logval("guard[memory[Contender:p].found]", ((int)now.guard[ Index(((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found), 6) ]));
#endif
		;
		/* merge: .(goto)(0, 1658, 1698) */
		reached[0][1658] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 133: // STATE 1621 - lock.pml:287 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1621] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 134: // STATE 1654 - lock.pml:287 - [D_STEP287]
		IfNotBlocked

		reached[0][1654] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1654] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1652_0: /* 2 */
S_1621_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1622_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1623_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1626_0: /* 2 */
S_1624_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1625_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1630_0;
S_1630_0: /* 2 */
S_1627_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1630_1;
S_1628_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1631_0;
S_1630_1: /* 3 */
S_1629_0: /* 2 */
		/* else */;
		goto S_1631_0;
S_1630_2: /* 3 */
		Uerror("blocking sel in d_step (nr.90, near line 105)");
S_1631_0: /* 2 */
S_1632_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1633_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1651_0: /* 2 */
S_1634_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1635_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1636_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1637_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1638_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1639_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1640_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1641_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1648_0: /* 2 */
S_1647_0: /* 2 */
S_1642_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1647_1;
S_1643_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1644_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1648_0; /* ';' */
S_1647_1: /* 3 */
S_1645_0: /* 2 */
		/* else */;
S_1646_0: /* 2 */
		goto S_1649_0;	/* 'goto' */
S_1647_2: /* 3 */
		Uerror("blocking sel in d_step (nr.91, near line 63)");
S_1649_0: /* 2 */
		goto S_1650_0;	/* 'break' */
S_1650_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1654_0;
S_1654_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 135: // STATE 1659 - lock.pml:289 - [(1)] (71:0:1 - 1)
		IfNotBlocked
		reached[0][1659] = 1;
		if (!(1))
			continue;
		/* merge: stakes = (stakes&~((1<<memory[p].mine)))(0, 1660, 71) */
		reached[0][1660] = 1;
		(trpt+1)->bup.oval = now.stakes;
		now.stakes = (now.stakes& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: .(goto)(0, 1699, 71) */
		reached[0][1699] = 1;
		;
		/* merge: goto again(0, 1700, 71) */
		reached[0][1700] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 136: // STATE 1662 - lock.pml:289 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1662] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 137: // STATE 1695 - lock.pml:289 - [D_STEP289]
		IfNotBlocked

		reached[0][1695] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1695] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1693_0: /* 2 */
S_1662_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1663_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1664_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1667_0: /* 2 */
S_1665_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1666_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1671_0;
S_1671_0: /* 2 */
S_1668_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1671_1;
S_1669_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1672_0;
S_1671_1: /* 3 */
S_1670_0: /* 2 */
		/* else */;
		goto S_1672_0;
S_1671_2: /* 3 */
		Uerror("blocking sel in d_step (nr.92, near line 105)");
S_1672_0: /* 2 */
S_1673_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1674_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1692_0: /* 2 */
S_1675_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1676_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1677_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1678_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1679_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1680_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1681_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1682_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1689_0: /* 2 */
S_1688_0: /* 2 */
S_1683_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1688_1;
S_1684_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1685_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1689_0; /* ';' */
S_1688_1: /* 3 */
S_1686_0: /* 2 */
		/* else */;
S_1687_0: /* 2 */
		goto S_1690_0;	/* 'goto' */
S_1688_2: /* 3 */
		Uerror("blocking sel in d_step (nr.93, near line 63)");
S_1690_0: /* 2 */
		goto S_1691_0;	/* 'break' */
S_1691_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1695_0;
S_1695_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 138: // STATE 1701 - lock.pml:293 - [(1)] (1742:0:1 - 1)
		IfNotBlocked
		reached[0][1701] = 1;
		if (!(1))
			continue;
		/* merge: stakes = (stakes&~((1<<memory[p].mine)))(0, 1702, 1742) */
		reached[0][1702] = 1;
		(trpt+1)->bup.oval = now.stakes;
		now.stakes = (now.stakes& ~((1<<((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine))));
#ifdef VAR_RANGES
		logval("stakes", now.stakes);
#endif
		;
		/* merge: .(goto)(0, 1741, 1742) */
		reached[0][1741] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 139: // STATE 1704 - lock.pml:293 - [((p!=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1704] = 1;
		if (!((((int)((P0 *)_this)->p)!=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 140: // STATE 1737 - lock.pml:293 - [D_STEP293]
		IfNotBlocked

		reached[0][1737] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;


		reached[0][1737] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		sv_save();
		S_1735_0: /* 2 */
S_1704_0: /* 2 */
		now.dead = (now.dead|now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#ifdef VAR_RANGES
		logval("dead", now.dead);
#endif
		;
S_1705_0: /* 2 */
		now.nonces[ Index(((P0 *)_this)->p, 3) ] = 0;
#ifdef VAR_RANGES
		logval("nonces[Contender:p]", now.nonces[ Index(((int)((P0 *)_this)->p), 3) ]);
#endif
		;
S_1706_0: /* 2 */
		now.owners = (((int)now.owners)& ~((1<<((int)((P0 *)_this)->p))));
#ifdef VAR_RANGES
		logval("owners", ((int)now.owners));
#endif
		;
S_1709_0: /* 2 */
S_1707_0: /* 2 */
		now.turnedAway = 0;
#ifdef VAR_RANGES
		logval("turnedAway", ((int)now.turnedAway));
#endif
		;
S_1708_0: /* 2 */
		now.sawChange = ((1<<(2+1))-1);
#ifdef VAR_RANGES
		logval("sawChange", ((int)now.sawChange));
#endif
		;
		goto S_1713_0;
S_1713_0: /* 2 */
S_1710_0: /* 2 */
		if (!(((int)((P0 *)_this)->working)))
			goto S_1713_1;
S_1711_0: /* 2 */
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		goto S_1714_0;
S_1713_1: /* 3 */
S_1712_0: /* 2 */
		/* else */;
		goto S_1714_0;
S_1713_2: /* 3 */
		Uerror("blocking sel in d_step (nr.94, near line 105)");
S_1714_0: /* 2 */
S_1715_0: /* 2 */
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
S_1716_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].release = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].release", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].release));
#endif
		;
S_1734_0: /* 2 */
S_1717_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
S_1718_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
S_1719_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
S_1720_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
S_1721_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
S_1722_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
S_1723_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
S_1724_0: /* 2 */
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
S_1731_0: /* 2 */
S_1730_0: /* 2 */
S_1725_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<=5)))
			goto S_1730_1;
S_1726_0: /* 2 */
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
S_1727_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1731_0; /* ';' */
S_1730_1: /* 3 */
S_1728_0: /* 2 */
		/* else */;
S_1729_0: /* 2 */
		goto S_1732_0;	/* 'goto' */
S_1730_2: /* 3 */
		Uerror("blocking sel in d_step (nr.95, near line 63)");
S_1732_0: /* 2 */
		goto S_1733_0;	/* 'break' */
S_1733_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_1737_0;
S_1737_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 141: // STATE 1742 - lock.pml:295 - [assert((p!=2))] (0:0:0 - 3)
		IfNotBlocked
		reached[0][1742] = 1;
		spin_assert((((int)((P0 *)_this)->p)!=2), "(p!=2)", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 142: // STATE 1743 - lock.pml:61 - [memory[p].mine = 0] (0:1756:8 - 1)
		IfNotBlocked
		reached[0][1743] = 1;
		(trpt+1)->bup.ovals = grab_ints(8);
		(trpt+1)->bup.ovals[0] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine);
		now.memory[ Index(((P0 *)_this)->p, 3) ].mine = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].mine", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].mine));
#endif
		;
		/* merge: memory[p].found = 0(1756, 1744, 1756) */
		reached[0][1744] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found);
		now.memory[ Index(((P0 *)_this)->p, 3) ].found = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].found", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].found));
#endif
		;
		/* merge: memory[p].content = 0(1756, 1745, 1756) */
		reached[0][1745] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content);
		now.memory[ Index(((P0 *)_this)->p, 3) ].content = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].content", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].content));
#endif
		;
		/* merge: memory[p].holder = 0(1756, 1746, 1756) */
		reached[0][1746] = 1;
		(trpt+1)->bup.ovals[3] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder);
		now.memory[ Index(((P0 *)_this)->p, 3) ].holder = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].holder", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].holder));
#endif
		;
		/* merge: memory[p].leftGuards = 0(1756, 1747, 1756) */
		reached[0][1747] = 1;
		(trpt+1)->bup.ovals[4] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftGuards = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftGuards", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftGuards);
#endif
		;
		/* merge: memory[p].leftStakes = 0(1756, 1748, 1756) */
		reached[0][1748] = 1;
		(trpt+1)->bup.ovals[5] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftStakes = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftStakes", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftStakes);
#endif
		;
		/* merge: memory[p].leftCopies = 0(1756, 1749, 1756) */
		reached[0][1749] = 1;
		(trpt+1)->bup.ovals[6] = now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies;
		now.memory[ Index(((P0 *)_this)->p, 3) ].leftCopies = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].leftCopies", now.memory[ Index(((int)((P0 *)_this)->p), 3) ].leftCopies);
#endif
		;
		/* merge: i = 1(1756, 1750, 1756) */
		reached[0][1750] = 1;
		(trpt+1)->bup.ovals[7] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 1;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 1757, 1756) */
		reached[0][1757] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 143: // STATE 1751 - lock.pml:63 - [((i<=5))] (1756:0:2 - 1)
		IfNotBlocked
		reached[0][1751] = 1;
		if (!((((int)((P0 *)_this)->i)<=5)))
			continue;
		/* merge: memory[p].above[i] = 0(1756, 1752, 1756) */
		reached[0][1752] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]);
		now.memory[ Index(((P0 *)_this)->p, 3) ].above[ Index(((P0 *)_this)->i, 6) ] = 0;
#ifdef VAR_RANGES
		logval("memory[Contender:p].above[Contender:i]", ((int)now.memory[ Index(((int)((P0 *)_this)->p), 3) ].above[ Index(((int)((P0 *)_this)->i), 6) ]));
#endif
		;
		/* merge: i = (i+1)(1756, 1753, 1756) */
		reached[0][1753] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 1757, 1756) */
		reached[0][1757] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 144: // STATE 1759 - lock.pml:64 - [i = 0] (0:11:3 - 3)
		IfNotBlocked
		reached[0][1759] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P0 *)_this)->i);
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Contender:i", ((int)((P0 *)_this)->i));
#endif
		;
		/* merge: working = 0(11, 1761, 11) */
		reached[0][1761] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P0 *)_this)->working);
		((P0 *)_this)->working = 0;
#ifdef VAR_RANGES
		logval("Contender:working", ((int)((P0 *)_this)->working));
#endif
		;
		/* merge: busy = (busy-1)(11, 1762, 11) */
		reached[0][1762] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.busy);
		now.busy = (((int)now.busy)-1);
#ifdef VAR_RANGES
		logval("busy", ((int)now.busy));
#endif
		;
		/* merge: assert(!(((turnedAway&&(busy==0))&&(owners==0))))(11, 1763, 11) */
		reached[0][1763] = 1;
		spin_assert( !(((((int)now.turnedAway)&&(((int)now.busy)==0))&&(((int)now.owners)==0))), " !(((turnedAway&&(busy==0))&&(owners==0)))", II, tt, t);
		/* merge: goto idle(0, 1765, 11) */
		reached[0][1765] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 145: // STATE 1768 - lock.pml:309 - [((gone<=2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1768] = 1;
		if (!((((int)now.gone)<=2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 146: // STATE 1770 - lock.pml:312 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1770] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

